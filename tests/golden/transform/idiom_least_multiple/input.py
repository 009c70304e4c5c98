def common(a, b):
    k = a
    while k % a != 0 or k % b != 0:
        k += 1
    return k


print(common(12, 18), common(7, 7), common(1, 9), common(-4, 6), common(True, 5), common(2.0, 3))
try:
    common(3, 0)
except ZeroDivisionError as error:
    print(error)
