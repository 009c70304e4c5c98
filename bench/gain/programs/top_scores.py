"""The five best scores of every day."""


def best(scores, k):
    return sorted(scores)[:k]


def main(n):
    total = 0
    for day in range(n):
        scores = [(day * 31 + k * 7919) % 10007 for k in range(2000)]
        total += sum(best(scores, 5))
    print(total)


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1200)
