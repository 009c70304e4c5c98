def pick(items, banned, pair):
    out = []
    for x in items:
        if x in banned:
            continue
        out.append(x)
        if len(out) == 3:
            a, b = pair
            out.append(a + b)
    return out


b = list(range(40))
def gen():
    b.extend(range(60, 70))
    yield -1
    yield -2
print(pick(list(range(35, 75)), b, gen()))
