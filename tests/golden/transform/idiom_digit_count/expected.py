def size(n):
    digits = 0
    if type(n) is int and n > 9 and n < 10 ** 18:
        digits += len(str(n))
        n = 0
    else:
        while n != 0:
            n //= 10
            digits += 1
    return digits


print([size(n) for n in (0, 7, 10, 99, 100, 123456, 10**18, 10**18 - 1, 10**40, True)], size(120.0))
