from math import lcm


def common(a, b):
    k = a
    if type(a) is int and type(b) is int and type(k) is int and a > 0 and b > 0 and k > 0:
        k = -(-k // lcm(a, b)) * lcm(a, b)
    else:
        while k % a != 0 or k % b != 0:
            k += 1
    return k


print(common(12, 18), common(7, 7), common(1, 9), common(-4, 6), common(True, 5), common(2.0, 3))
try:
    common(3, 0)
except ZeroDivisionError as error:
    print(error)
