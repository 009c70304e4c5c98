def main(n):
    out = []
    for k in range(n):
        t = k * k
        out.append(t)
    del t
    return out


print(main(4))
