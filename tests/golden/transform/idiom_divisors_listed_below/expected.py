from math import isqrt


def proper(n):
    return (
        sorted(
            {
                divisor
                for small in range(1, isqrt(n) + 1)
                if n % small == 0
                for divisor in (small, n // small)
            }
        )[:-1]
        if type(n) is int and n > 8
        else [d for d in range(1, n) if n % d == 0]
    )


print([proper(n) for n in range(-3, 50)])
