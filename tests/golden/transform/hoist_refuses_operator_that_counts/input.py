import itertools


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


class Money:
    made = 0

    def __init__(self, amount):
        self.amount = amount

    def __lt__(self, other):
        Money.made += 1
        return self.amount < other.amount


def f(values):
    coins = [Money(k) for k in range(3)]
    for k in range(3):
        min(coins)
    return Money.made


for values in ([], [3], [3, 1, 2], [0.5, 2.5], [1, 2.5], [True, 2], ["b", "a"], ["b", 1], (3, 1), {4, 2}, "text", None, [None, 1],
               [10**400, 1], [10**400, 0.5], [float("nan"), 1.0], itertools.repeat(3, 2), [[1], [2]], [0], [0.0, -0.0]):
    attempt(f, values)
