import sys


def halved(value):
    return value / 2


def names_of_caller():
    return sorted(sys._getframe(1).f_locals)


def best_of(values):
    best = 0
    for value in values:
        best = max(best, halved(value))
    return best, names_of_caller()


print(best_of([1, 2, 3]))
