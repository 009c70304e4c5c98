"""Which start below n has the longest Collatz chain?"""


def chain_length(start):
    length = 1
    while start != 1:
        if start % 2 == 0:
            start //= 2
        else:
            start = 3 * start + 1
        length += 1
    return length


def main(n):
    best = 0
    winner = 0
    for start in range(1, n):
        length = chain_length(start)
        if length > best:
            best = length
            winner = start
    print(winner, best)


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100000)
