def count(n):
    result = 0
    for d in range(2, n):
        if n % d == 0:
            result += 1
    return result


print([count(n) for n in range(60)])
