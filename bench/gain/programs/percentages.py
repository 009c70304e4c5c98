"""Every amount as a share of the largest."""


def shares(amounts):
    result = []
    for amount in amounts:
        result.append(100 * amount // max(amounts))
    return result


def main(n):
    amounts = [k * 31 % 997 + 1 for k in range(n)]
    print(sum(shares(amounts)))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
