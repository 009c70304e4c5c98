def multiples(n):
    total = 0
    for i in range(1, n):
        if i % 4 == 0 or i % 6 == 0:
            total += i
    return total


print([multiples(n) for n in (-3, 0, 1, 2, 12, 13, 100, 1000)])
