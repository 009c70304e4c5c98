"""A walk whose every step hangs on the one before."""


def walk(steps):
    state = 12345
    position = 0
    farthest = 0
    for _ in range(steps):
        state = (1103515245 * state + 12345) % 2147483648
        if state >> 16 & 1:
            position += 1
        else:
            position -= 1
        farthest = max(farthest, abs(position))
    return position, farthest


def main(n):
    print(walk(n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000000)
