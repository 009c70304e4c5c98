def largest(n):
    best = 0
    for a in range(1, n):
        for b in range(a, n):
            p = a * b
            if (
                p > best and str(p) == str(p)[::-1]
                if -10 ** 18 < p < 10 ** 18
                else str(p) == str(p)[::-1] and p > best
            ):
                best = p
    return best


print(largest(40), largest(1), largest(0))
