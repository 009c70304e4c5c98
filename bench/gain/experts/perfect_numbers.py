"""Numbers that are the sum of their proper divisors."""


def main(n):
    sums = [0] * n
    for d in range(1, n):
        for multiple in range(2 * d, n, d):
            sums[multiple] += d
    print([k for k in range(2, n) if sums[k] == k])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4500)
