from operator import attrgetter

WEIGHTS = [1, 2, 3, 4, 5]


def score(x):
    total = 0
    for k in range(50):
        total += WEIGHTS[k % 5] * (x + k) % 7
    return total


def scores(rows):
    total = 0
    for row in rows:
        total += score(row)
    return total


def heavier(k):
    attrgetter("__globals__")(score)["WEIGHTS"][k % 5] += 1
    return k % 4


print(scores([k % 4 for k in range(40)]))
print(scores(map(heavier, range(40))))
