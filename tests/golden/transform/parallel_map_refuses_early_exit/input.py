def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    return total


def first(numbers):
    for found in map(score, numbers):
        if found < 30:
            return found
    return None


def some(numbers):
    return any(map(score, numbers))


print(first(range(60)), some([0, 1]))
