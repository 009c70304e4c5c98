from math import isqrt


def divisors(n):
    return (
        sorted(
            {
                divisor
                for small in range(1, isqrt(n) + 1)
                if n % small == 0
                for divisor in (small, n // small)
            }
        )
        if type(n) is int and n > 8
        else [d for d in range(1, n + 1) if n % d == 0]
    )


print([divisors(n) for n in range(-3, 50)], divisors(True))
