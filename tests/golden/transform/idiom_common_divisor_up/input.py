def common(a, b):
    result = 0
    for d in range(1, min(a, b) + 1):
        if a % d == 0 and b % d == 0:
            result = d
    return result


print([common(a, b) for a in range(-2, 13) for b in range(-2, 13)])
