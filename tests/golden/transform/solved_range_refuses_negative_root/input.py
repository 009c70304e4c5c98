def roots(n):
    found = []
    for square in range(n):
        for x in range(-n, n):
            if x * x == square:
                found.append((square, x))
    return found


print(roots(10))
