"""How many pairs of numbers have no common divisor?"""


def common_divisor(a, b):
    smaller = min(a, b)
    for d in range(smaller, 1, -1):
        if a % d == 0 and b % d == 0:
            return d
    return 1


def main(n):
    coprime = 0
    for a in range(1, n // 4):
        for b in range(a + 1, n // 4):
            if common_divisor(a, b) == 1:
                coprime += 1
    print(coprime)

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1800)
