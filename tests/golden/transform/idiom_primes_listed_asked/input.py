def primes(limit):
    found = []
    for n in range(2, limit):
        if all(n % p != 0 for p in found):
            found.append(n)
    return found


print([primes(n) for n in (-1, 0, 2, 3, 8, 9, 10, 11, 50, 122)])
