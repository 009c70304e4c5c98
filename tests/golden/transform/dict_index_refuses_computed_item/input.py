def f(n):
    xs = [k % 3 for k in range(n)]
    total = 0
    for k in range(n):
        total += xs.count(next(iter([k])))
    return total


print(f(9))
