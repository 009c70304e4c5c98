def primes(limit):
    found = []
    for n in range(2, limit):
        prime = True
        for d in range(2, n // 2 + 1):
            if not n % d:
                prime = False
        if prime:
            found.append(n)
    return found


print(primes(130))
