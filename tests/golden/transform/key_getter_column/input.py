import csv
from operator import attrgetter


def order(rows, column):
    rows = list(rows)
    rows.sort(key=lambda r: r[column])
    return rows


print(order([(1, "b"), (2, "a")], 1), order([], "x"), order([(3, 1), (-1, 2)], -2))
print(csv.QUOTE_ALL, attrgetter("real")(3))
try:
    order([(1,), (2,)], 1)
except IndexError as e:
    print(e)
