def drift(n):
    weights = [1, 2, 3]
    out = []
    for k in range(n):
        total = 0
        for a in weights:
            for b in weights:
                total += a * b % (k + 2)
        out.append(total)
        weights[k % 3] = total % 5
    return out


print(drift(60))
