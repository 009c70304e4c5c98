from math import gcd


def common(a, b):
    if type(a) is int and type(b) is int and a > 0 and b > 0:
        return gcd(a, b)
    else:
        for d in range(min(a, b), 0, -1):
            if a % d == 0 and b % d == 0:
                return d
    return 1


print([common(a, b) for a in range(-2, 13) for b in range(-2, 13)], common(True, 4))
