def mutual(friends, a, b):
    out = []
    for name in friends[a]:
        if name in friends[b]:
            out.append(name)
    return out


class G:
    def __init__(self): self.d = {"a": list(range(10)), ("x",): list(range(5, 20))}; self.x = list(range(100, 120))
    def __getitem__(self, k): return self.d[k]
print(mutual(G(), "a", ("x",)))
