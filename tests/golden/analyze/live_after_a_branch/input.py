def main(n, flag):
    t = -1
    out = []
    for k in range(n):
        t = k * k
        out.append(t)
    if flag:
        t = 0
    return out, t


print(main(4, True), main(4, False))
