def profile(name):
    return {"name": name, "counts": [name.count(c) for c in "abc"]}


def profiles(names):
    out = []
    for name in names:
        p = profile(name)
        p["counts"].append(0)
        out.append(p)
    return out


out = profiles(["abca" * k for k in range(45)])
print(out[2], out[44]["name"] == "abca" * 44, len({id(p["counts"]) for p in out}))
