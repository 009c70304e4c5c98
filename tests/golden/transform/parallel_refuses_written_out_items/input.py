def work(k):
    return k * k


def main():
    out = []
    for k in (1, 2, 3):
        out.append(work(k))
    return out


print(main())
