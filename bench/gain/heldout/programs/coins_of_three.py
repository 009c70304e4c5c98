"""In how many ways do coins of three kinds add up to an amount?"""


def ways(amount):
    count = 0
    for fives in range(amount // 5 + 1):
        for twos in range(amount // 2 + 1):
            for ones in range(amount + 1):
                if 5 * fives + 2 * twos + ones == amount:
                    count += 1
    return count


def main(n):
    print(ways(n // 3))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
