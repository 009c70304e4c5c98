def largest(n):
    result = None
    for d in range(2, n):
        if n % d == 0:
            result = d
    return result


print([largest(n) for n in range(60)])
