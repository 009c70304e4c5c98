def score(n):
    total = 0
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 10007
    return total


def first_of(numbers):
    return next((n for n in numbers if score(n) % 500 == 3), "none")


print(first_of(list(range(200, 400))), first_of([]), first_of((1, 2)), first_of(iter([7])))
try:
    first_of([1] * 100 + ["x"])
except TypeError as error:
    print(error)
