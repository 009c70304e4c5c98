def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    return total


def best(numbers, more):
    pairs = list(map(pair, numbers, more))
    return max(pairs), min(numbers, key=score)


def pair(a, b):
    return score(a), b


print(best(list(range(60)), list(range(55))))
print(best((4, 7, 4), "ab"))
try:
    best([], [])
except ValueError as error:
    print(error)
try:
    best(5, [])
except TypeError as error:
    print(error)
