def weight(n):
    total = 0
    if type(n) is int and type(total) is int and n > 15:
        total += bin(n).count("1")
        n = 0
    else:
        while n > 0:
            total += n % 2
            n = n // 2
    return total


for n in (0, 1, 15, 16, 255, 2 ** 70 - 1, 10 ** 40, True):
    print(weight(n))
print(weight(-4), weight(8.0), weight(37.5))
