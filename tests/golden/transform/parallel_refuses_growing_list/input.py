def work(x):
    return x - 1


def main(xs):
    out = []
    for x in xs:
        out.append(work(x))
        if x > 0:
            xs.append(x - 1)
    return out


print(len(main([60])))
