"""In how many ways do coins of three kinds add up to an amount?"""


def ways(amount):
    return sum((amount - 5 * fives) // 2 + 1 for fives in range(amount // 5 + 1))


def main(n):
    print(ways(n // 3))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
