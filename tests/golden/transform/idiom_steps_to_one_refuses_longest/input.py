def highest(n):
    count = 0
    top = n
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        top = max(top, n)
        count += 1
    return top, count


print(highest(27))
