"""The most valuable load of a rucksack, by recursion."""


def best_value(weights, values, index, room):
    if index == len(weights) or room == 0:
        return 0
    without = best_value(weights, values, index + 1, room)
    if weights[index] > room:
        return without
    taken = values[index] + best_value(weights, values, index + 1, room - weights[index])
    return max(without, taken)


def main(n):
    weights = [k * 7 % 11 + 3 for k in range(n)]
    values = [k * 13 % 17 + 5 for k in range(n)]
    print(best_value(weights, values, 0, 4 * n))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
