def work(x):
    return x * x


def main(n):
    x, out = 1, []
    for k in range(n):
        out.append(work(x))
        x = k + 2
    return out


print(main(50)[-1])
