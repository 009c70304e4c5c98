"""A walk whose every step hangs on the one before."""


def walk(steps):
    state = 12345
    position = 0
    low = high = 0
    for _ in range(steps):
        state = (1103515245 * state + 12345) & 2147483647
        if state & 65536:
            position += 1
            if position > high:
                high = position
        else:
            position -= 1
            if position < low:
                low = position
    return position, max(high, -low)


def main(n):
    print(walk(n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000000)
