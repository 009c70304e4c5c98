def pairs(n):
    found = []
    k = 0
    while k < n:
        found.extend([k, k * k])
        k += 1
    return found


print(pairs(4))
