def unique(n):
    seen = []
    for k in range(n):
        if k % 7 not in seen:
            seen.append(k % 7)
    return seen
