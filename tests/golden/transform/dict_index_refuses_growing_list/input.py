def f(n):
    xs = [0]
    for k in range(n):
        xs.append(xs.count(0))
    return xs


print(f(5))
