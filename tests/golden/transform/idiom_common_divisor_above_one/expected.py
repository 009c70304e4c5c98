from math import gcd


def common(a, b):
    if type(a) is int and type(b) is int and a > 0 and b > 0:
        divisor = gcd(a, b)
        if divisor > 1:
            return divisor
    else:
        for d in range(min(a, b), 1, -1):
            if a % d == 0 and b % d == 0:
                return d
    return 1


print(common(12, 18), common(7, 9), common(0, 5), common(-4, 6), common(48, 48))
