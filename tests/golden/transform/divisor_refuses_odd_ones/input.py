def has_odd_divisor(n):
    for d in range(3, n, 2):
        if n % d == 0:
            return True
    return False


print([has_odd_divisor(n) for n in range(60)])
