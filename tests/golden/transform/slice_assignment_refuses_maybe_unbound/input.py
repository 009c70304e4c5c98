def fill(n):
    if n > 2:
        value = 1
    xs = [0] * 5
    for i in range(n - 2):
        xs[i] = value
    return xs


print(fill(1), fill(3))
