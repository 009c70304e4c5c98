def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    return total


def total(limit):
    return sum(score(n) for n in range(limit) if n % 3)


print(total(100), total(2), total(0))
try:
    total("a")
except TypeError as error:
    print(error)
