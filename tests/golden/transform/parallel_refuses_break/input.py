def work(k):
    return 1 // (20 - k)


def main(n):
    out = []
    for k in range(n):
        out.append(work(k))
        if k == 10:
            break
    return out


print(main(50))
