from math import isqrt


def primes(limit):
    found = []
    for n in range(2, limit):
        for d in range(2, isqrt(n) + 1 if n > 8 else n // 2):
            if n % d == 0:
                break
        else:
            found.append(n)
    return found


print(primes(130))
