COMPARED = []


class Key:
    def __init__(self, k):
        self.k = k

    def __eq__(self, other):
        COMPARED.append((self.k, other.k))
        return self.k == other.k


def main(n):
    keys = [Key(k) for k in range(n)]
    wanted = Key(2)
    out = []
    for key in keys:
        out.append(key == wanted)
    return out


print(main(4), COMPARED)
