def primes(limit):
    found = []
    for n in range(2, limit):
        for d in range(2, n // 2):
            if n % d == 0:
                break
        else:
            found.append(n)
    return found


print(primes(130))
