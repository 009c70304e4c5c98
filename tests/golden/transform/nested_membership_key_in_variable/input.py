def mutual(friends, a, b):
    out = []
    for name in friends[a]:
        if name in friends[b]:
            out.append(name)
    return out


from collections import OrderedDict, Counter
class G(dict):
    pass
f = OrderedDict({"a": list(range(10)), (): list(range(5, 20))})
try: print(mutual(f, "a", ()))
except Exception as e: print(repr(e))
g = G({"a": list(range(10)), ("x",): list(range(5, 20))}); g.x = list(range(100,120))
try: print(mutual(g, "a", ("x",)))
except Exception as e: print(repr(e))
