from itertools import islice


def main(n):
    source = iter(range(100))
    out = []
    for k in range(n):
        out.append(sum(islice(source, 3)) + k)
    return out


print(main(4))
