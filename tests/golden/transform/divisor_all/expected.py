from math import isqrt


def is_prime(n):
    return (
        n > 1 and all(n % d != 0 for d in range(2, isqrt(n) + 1 if type(n) is int and n > 8 else n))
    )


print([n for n in range(-3, 130) if is_prime(n)])
