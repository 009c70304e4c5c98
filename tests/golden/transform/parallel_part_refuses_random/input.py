import random


def throw(n):
    out = []
    for k in range(n):
        hits = 0
        for a in range(1000):
            if random.random() < 0.5:
                hits += 1
        out.append(hits)
    return out


random.seed(1)
print(throw(2))
