"""In how many ways can a staircase be climbed with steps of one, two or three?"""


def ways(steps):
    if steps < 0:
        return 0
    if steps == 0:
        return 1
    return ways(steps - 1) + ways(steps - 2) + ways(steps - 3)


def main(n):
    print(ways(n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25)
