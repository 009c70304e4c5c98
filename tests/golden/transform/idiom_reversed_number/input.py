def turned(n):
    result = 0
    while n > 0:
        digit = n % 10
        result = result * 10 + digit
        n = n // 10
    return result


print([turned(n) for n in (0, 7, 10, 120, 1234, 987654321, 10**18, 10**18 - 1, 12 * 10**30 + 5, -12, True)], turned(120.0))
