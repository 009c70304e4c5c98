import random


def main(n):
    out = []
    for k in range(n):
        out.append(random.Random().random() * 0 + k)
    return out


print(main(3))
