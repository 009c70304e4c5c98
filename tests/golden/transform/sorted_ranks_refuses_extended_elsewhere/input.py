def places(values, state, queries):
    out = []
    for q in queries:
        rank = 0
        for v in values:
            if v < q:
                rank += 1
        out.append(rank)
        state["values"] += [q]
    return out


values = list(range(40))
print(places(values, {"values": values}, [1, 2, 3, 4, 5, 6, 7, 8]))
