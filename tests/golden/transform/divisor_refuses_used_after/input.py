def last(n):
    d = 0
    for d in range(2, n):
        if n % d == 0:
            break
    return d


print([last(n) for n in range(60)])
