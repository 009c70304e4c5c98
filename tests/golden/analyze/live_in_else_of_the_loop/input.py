def main(n):
    t = 0
    out = []
    for k in range(n):
        t = k * k
        out.append(t)
    else:
        out.append(t)
    return out


print(main(4))
