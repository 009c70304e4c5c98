count = 0


def work(k):
    global count
    count += 1
    return k * count


def main(n):
    out = []
    for k in range(n):
        out.append(work(k))
    return out


print(main(50)[-1])
