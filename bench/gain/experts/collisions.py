"""How many pairs of particles share a cell?"""
from collections import Counter


def main(n):
    particles = [(k * 7919 % 41, k * 104729 % 37) for k in range(n)]
    print(sum(count * (count - 1) // 2 for count in Counter(particles).values()))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
