from math import isqrt


def primes(limit):
    found = []
    for n in range(2, limit):
        prime = True
        for d in range(2, isqrt(n) + 1 if n > 8 else n // 2 + 1):
            if not n % d:
                prime = False
        if prime:
            found.append(n)
    return found


print(primes(130))
