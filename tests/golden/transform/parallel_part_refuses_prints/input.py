def show(n):
    out = []
    for k in range(n):
        total = 0
        for a in range(100):
            for b in range(100):
                total += a * b % (k + 1)
            if total % 7 == 0:
                print(total)
        out.append(total)
    return out


print(show(2))
