def pick(items, banned, extra):
    out = []
    known = set()
    for x in items:
        if x in banned:
            continue
        out.append(x)
        known = known.union(extra)
    return out, len(known)


b = list(range(40))
def gen():
    b.extend(range(60, 70))
    yield -1
print(pick(list(range(35, 75)), b, gen())[0])
