def score(n):
    total = 0
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 10007
    return total


def all_high(numbers):
    return all(score(n) > 2 for n in numbers)


print(all_high(range(9)), all_high(list(range(90, 400))), all_high([]), all_high([1] * 120))
