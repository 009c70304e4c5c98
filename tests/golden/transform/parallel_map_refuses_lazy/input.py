def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    return total


def lazy(numbers):
    scores = map(score, numbers)
    numbers.append(3)
    return list(scores)


print(lazy([1]))
