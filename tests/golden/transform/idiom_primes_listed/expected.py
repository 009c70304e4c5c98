from itertools import compress
from math import isqrt


def primes(limit):
    found = []
    if type(limit) is int and limit > 8 and limit < 10 ** 8 and not found:
        sieve = bytearray([0, 0]) + bytearray([1]) * (limit - 2)
        for prime in range(2, isqrt(limit) + 1):
            if sieve[prime]:
                sieve[prime * prime::prime] = bytes(len(range(prime * prime, limit, prime)))
        found.extend(compress(range(limit), sieve))
    else:
        for n in range(2, limit):
            for p in found:
                if n % p == 0:
                    break
            else:
                found.append(n)
    return found


print([primes(n) for n in (-1, 0, 2, 3, 8, 9, 10, 11, 50, 122)])
