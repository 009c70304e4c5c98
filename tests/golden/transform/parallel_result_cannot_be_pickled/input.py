def maker(k):
    return (i for i in range(k))


def main(n):
    out = []
    for k in range(n):
        out.append(maker(k))
    return sum(sum(g) for g in out)


print(main(60))
