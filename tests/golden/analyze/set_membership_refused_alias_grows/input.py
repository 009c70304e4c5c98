def unique(n):
    seen = [0]
    other = seen
    for k in range(n):
        if k % 7 not in seen:
            other.append(k % 7)
    return seen
