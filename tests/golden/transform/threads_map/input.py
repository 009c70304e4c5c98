import time


def ask(n):
    time.sleep(0.001)
    return 10 / n


def all_of(numbers):
    return list(map(ask, numbers))


print(all_of([1, 2, 5]), all_of(()), all_of(iter([4])))
try:
    all_of([1, 0, "x"])
except ZeroDivisionError as error:
    print(error)
