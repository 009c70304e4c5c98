def steps(n, count=0):
    while n > 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count


print([steps(n) for n in range(-3, 100)], steps(97, 0.5), steps(10 ** 40 + 1), steps(12.5))
