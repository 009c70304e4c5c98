def work(k, w):
    return k * w


def main(n):
    out, w = [], 1
    for k in range(n):
        out.append(work(k, w))
        w += k
    return out


print(main(50)[-1])
