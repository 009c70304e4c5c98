def binary(n):
    digits = []
    while n:
        digits.append(n & 1)
        n >>= 1
    return digits


print([binary(n) for n in (0, 1, 2, 5, 10, 16, 255, 2**70 + 1, True)])
