def halve(n):
    if n < 1:
        return 0
    if n % 2:
        return halve(n - 1)
    return halve(n // 2)
