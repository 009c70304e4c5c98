"""In how many ways can a staircase be climbed with steps of one, two or three?"""


def ways(steps):
    a, b, c = 0, 0, 1
    for _ in range(steps):
        a, b, c = b, c, a + b + c
    return c


def main(n):
    print(ways(n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25)
