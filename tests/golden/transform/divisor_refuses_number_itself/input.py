def has_divisor(n):
    for d in range(2, n + 1):
        if n % d == 0:
            return True
    return False


print([has_divisor(n) for n in range(60)])
