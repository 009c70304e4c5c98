def work(k):
    return k * k


def main(n):
    out = 0
    for k in range(n):
        out += work(k)
    return out + (main(n - 1) if n else 0)


print(main(5))
