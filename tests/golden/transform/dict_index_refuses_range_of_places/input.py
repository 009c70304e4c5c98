def f(n):
    xs = [1, 2, 1] * n
    for k in (1, 2):
        print(xs.index(k, 1))


f(2)
