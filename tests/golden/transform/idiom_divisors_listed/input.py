def divisors(n):
    return [d for d in range(1, n + 1) if n % d == 0]


print([divisors(n) for n in range(-3, 50)], divisors(True))
