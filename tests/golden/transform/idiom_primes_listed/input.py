def primes(limit):
    found = []
    for n in range(2, limit):
        for p in found:
            if n % p == 0:
                break
        else:
            found.append(n)
    return found


print([primes(n) for n in (-1, 0, 2, 3, 8, 9, 10, 11, 50, 122)])
