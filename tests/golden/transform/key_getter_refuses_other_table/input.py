class Table(dict):
    def __getitem__(self, key):
        return -dict.__getitem__(self, key)


def best(names, table):
    return max(names, key=lambda name: table[name])


print(best("ab", Table(a=1, b=2)))
