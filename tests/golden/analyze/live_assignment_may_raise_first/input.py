def main(n, xs):
    t = None
    out = []
    for k in range(n):
        t = k * k
        out.append(t)
    try:
        t = xs[3]
    except IndexError:
        pass
    return out, t


print(main(4, []), main(4, [1, 2, 3, 4]))
