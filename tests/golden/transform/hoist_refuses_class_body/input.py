def mean(values):
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def around(values):
    class Around:
        least = min(values)
        differences = [value - mean(values) for value in values]
        squares = []
        for value in values:
            squares.append((value - mean(values)) ** 2)

    return Around.differences, Around.squares, sorted(name for name in Around.__dict__ if name[0] != "_")


print(around([1, 2, 3]))
