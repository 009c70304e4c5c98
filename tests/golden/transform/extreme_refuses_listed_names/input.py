def halved(value):
    return value / 2


def best_of(values):
    best = 0
    for value in values:
        best = max(best, halved(value))
    return best, dir()


print(best_of([1, 2, 3]))
