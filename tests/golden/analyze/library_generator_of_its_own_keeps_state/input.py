import random


def main(n):
    rng = random.Random(3)
    out = []
    for k in range(n):
        out.append(rng.randint(0, 9) + k)
    return out


print(main(4))
