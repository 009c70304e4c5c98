"""The survivor of a counting-out game, by its recurrence."""


def survivor(people, step):
    last = 0
    for size in range(2, people + 1):
        last = (last + step) % size
    return last


def main(n):
    print(survivor(n, 3))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
