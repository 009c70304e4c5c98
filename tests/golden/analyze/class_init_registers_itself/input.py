REGISTRY = []


class Plugin:
    def __init__(self, name):
        self.name = name
        REGISTRY.append(self)


def main(n):
    out = []
    for k in range(n):
        out.append(Plugin(str(k)).name)
    return out


print(main(3), [p.name for p in REGISTRY])
