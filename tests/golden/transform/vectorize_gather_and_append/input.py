import numpy as np


def pick(table, places):
    out = []
    for i in range(len(places)):
        out.append(table[places[i]] * 2 + i)
    return out


t = np.arange(700) * 5 % 601
print([(type(v), v) for v in pick(t, t)][:40], len(pick(t, t)))
print(pick(t / 2, t % 3 - 1)[:9], pick(t.tolist(), [1, 2]))
