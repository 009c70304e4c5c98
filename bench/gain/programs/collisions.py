"""How many pairs of particles share a cell?"""


def collisions(particles):
    total = 0
    for i in range(len(particles)):
        for j in range(i + 1, len(particles)):
            if particles[i] == particles[j]:
                total += 1
    return total


def main(n):
    particles = [(k * 7919 % 41, k * 104729 % 37) for k in range(n)]
    print(collisions(particles))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
