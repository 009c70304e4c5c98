"""Numbers that are the sum of their proper divisors."""


def divisor_sum(n):
    total = 0
    for d in range(1, n):
        if n % d == 0:
            total += d
    return total


def main(n):
    perfect = [k for k in range(2, n) if divisor_sum(k) == k]
    print(perfect)


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4500)
