def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    return total


def table(names):
    return {name: score(name) for name in names}


print(table(list(range(50, 0, -1))))
print(list(table([3, 1, 3.0, True, 2])))
print(table(iter([1])))
