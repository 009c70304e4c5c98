def ids():
    k = 0
    while True:
        k += 1
        yield k


def main(n):
    source = ids()
    out = []
    for k in range(n):
        out.append(next(source) * k)
    return out


print(main(4))
