from operator import attrgetter

WEIGHTS = [1, 2, 3, 4, 5]


def _remembering(function):
    """Give function with a memory for arguments that are exactly int or str."""
    known = {}

    def remembered(argument, *constants):
        if type(argument) not in (int, str):
            return function(argument, *constants)
        value = known.get(argument, known)
        if value is known:
            value = function(argument, *constants)
            if len(known) < 100000:
                known[argument] = value
        return value

    return remembered


def score(x):
    total = 0
    for k in range(50):
        total += WEIGHTS[k % 5] * (x + k) % 7
    return total


def scores(rows):
    total = 0
    score_once = _remembering(score) if type(rows) in (list, tuple) else score
    for row in rows:
        total += score_once(row)
    return total


def heavier(k):
    attrgetter("__globals__")(score)["WEIGHTS"][k % 5] += 1
    return k % 4


print(scores([k % 4 for k in range(40)]))
print(scores(map(heavier, range(40))))
