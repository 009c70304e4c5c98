def watch(n):
    out = []

    def total_now():
        return total

    for k in range(n):
        total = 0
        for a in range(20):
            for b in range(20):
                total += a * b % (k + 1)
        out.append(total_now())
    return out


print(watch(3))
