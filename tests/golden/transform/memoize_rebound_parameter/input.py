def collatz(n, limit):
    n = abs(n)
    if n <= 1 or limit == 0:
        return 0
    a = collatz(n // 2, limit - 1)
    n = n * 3 + 1
    return 1 + max(a, collatz(n // 4, limit - 1))


print([collatz(k, 12) for k in range(-5, 20)])
