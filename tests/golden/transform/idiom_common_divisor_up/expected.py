from math import gcd


def common(a, b):
    result = 0
    if type(a) is int and type(b) is int and a > 0 and b > 0:
        result = gcd(a, b)
    else:
        for d in range(1, min(a, b) + 1):
            if a % d == 0 and b % d == 0:
                result = d
    return result


print([common(a, b) for a in range(-2, 13) for b in range(-2, 13)])
