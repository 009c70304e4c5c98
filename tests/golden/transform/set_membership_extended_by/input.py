def pick(items, banned, extra):
    out = []
    for x in items:
        if x in banned:
            continue
        out.append(x)
        out.extend(extra)
    return out


b = list(range(40))
def gen():
    b.extend(range(60, 70))
    yield -1
print(pick(list(range(35, 75)), b, gen()))
