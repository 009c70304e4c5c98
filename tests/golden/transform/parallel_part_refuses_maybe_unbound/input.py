def scale(n, wanted):
    out = []
    if wanted:
        factor = 3
    for k in range(n):
        total = 0
        for a in range(10):
            for b in range(10):
                if a > 100:
                    total += factor
                total += a * b % (k + 1)
        out.append(total)
    return out


print(scale(2, False))
