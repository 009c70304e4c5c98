"""The most valuable load of a rucksack, by recursion."""


def main(n):
    weights = [k * 7 % 11 + 3 for k in range(n)]
    values = [k * 13 % 17 + 5 for k in range(n)]
    room = 4 * n
    best = [0] * (room + 1)
    for weight, value in zip(weights, values):
        for left in range(room, weight - 1, -1):
            best[left] = max(best[left], best[left - weight] + value)
    print(best[room])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
