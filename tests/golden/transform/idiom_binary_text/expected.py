def binary(n):
    digits = ""
    if type(n) is int and type(digits) is str and n > 0:
        digits = bin(n)[2:] + digits
        n = 0
    else:
        while n > 0:
            digits = str(n % 2) + digits
            n = n // 2
    return digits


print([binary(n) for n in (0, 1, 2, 5, 10, 255, 2**70 + 1, -3, True)], binary(6.0), binary(2.5))
