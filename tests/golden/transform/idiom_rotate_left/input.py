def turn(xs, k):
    for _ in range(k):
        xs.append(xs.pop(0))
    return xs


print([turn([1, 2, 3, 4, 5], k) for k in (-1, 0, 1, 2, 5, 7, 23)], turn([1], 9), turn([], 0), turn(bytearray(b"abc"), 2))
try:
    turn([], 3)
except IndexError as error:
    print(error.args)
