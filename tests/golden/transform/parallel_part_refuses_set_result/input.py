def factors(n):
    out = []
    for k in range(1, n):
        found = set()
        for a in range(1, k + 1):
            for b in range(1, k + 1):
                if a * b == k:
                    found.add(a)
        out.append(found)
    return out


print(factors(12))
