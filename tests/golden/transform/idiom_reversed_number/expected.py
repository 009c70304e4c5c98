def turned(n):
    result = 0
    if type(n) is int and type(result) is int and result == 0 and n > 99 and n < 10 ** 18:
        result = int(str(n)[::-1])
        n = 0
    else:
        while n > 0:
            digit = n % 10
            result = result * 10 + digit
            n = n // 10
    return result


print([turned(n) for n in (0, 7, 10, 120, 1234, 987654321, 10**18, 10**18 - 1, 12 * 10**30 + 5, -12, True)], turned(120.0))
