"""Which start below n has the longest Collatz chain?"""


def main(n):
    lengths = [0] * max(n, 2)
    lengths[1] = 1
    best, winner = 1, 1
    for start in range(2, n):
        value, steps = start, 0
        while value >= start:
            value = value >> 1 if value & 1 == 0 else 3 * value + 1
            steps += 1
        lengths[start] = steps + lengths[value]
        if lengths[start] > best:
            best, winner = lengths[start], start
    print(winner, best)


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100000)
