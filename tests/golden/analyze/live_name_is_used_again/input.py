def main(n):
    out = []
    for k in range(n):
        t = k * k
        out.append(t + 1)
    for k in range(n):
        t = k + 3
        out.append(t)
    t = len(out)
    return out, t


print(main(4))
