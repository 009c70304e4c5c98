from decimal import Decimal, Inexact, getcontext


def series(n):
    total = Decimal(n)
    for k in range(1, 3000):
        total = (total * 31 + k) / 7
    return total


def table(limit):
    out = []
    for n in range(limit):
        out.append(series(n))
    return len(out), getcontext().flags[Inexact]


print(table(60))
