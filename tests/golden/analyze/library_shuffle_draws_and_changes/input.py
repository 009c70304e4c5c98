import random


def main(n):
    xs = list(range(5))
    out = []
    for k in range(n):
        random.shuffle(xs)
        out.append(xs[0])
    return out


random.seed(1)
print(main(4))
