def f(n):
    xs = [k % 3 for k in range(n)]
    ys = xs
    out = []
    for k in range(3):
        ys.append(k)
        out.append(xs.count(k))
    return out


print(f(6))
