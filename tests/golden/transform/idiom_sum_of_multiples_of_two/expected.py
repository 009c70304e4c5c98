from math import lcm


def multiples(n):
    total = 0
    if type(n) is int and n > 0 and 4 > 0 and 6 > 0:
        for divisor, sign in (4, 1), (6, 1), (lcm(4, 6), -1):
            total += sign * divisor * ((n - 1) // divisor) * ((n - 1) // divisor + 1) // 2
    else:
        for i in range(1, n):
            if i % 4 == 0 or i % 6 == 0:
                total += i
    return total


print([multiples(n) for n in (-3, 0, 1, 2, 12, 13, 100, 1000)])
