def main(n):
    t = 0
    last = lambda: t
    out = []
    for k in range(n):
        t = k * k
        out.append(t)
    return out, last()


print(main(4))
