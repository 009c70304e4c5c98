from collections import UserList


class _Row:
    """Stands for table[place], which is looked up each time."""

    def __init__(self, table, place):
        self.table, self.place = table, place

    def __getitem__(self, key):
        return self.table[self.place][key]

    def __setitem__(self, key, value):
        self.table[self.place][key] = value


def relax(dist):
    n = len(dist)
    for k in range(n):
        if type(dist) is list and 0 <= k < len(dist) and type(dist[k]) is list:
            dist_k = dist[k]
        else:
            dist_k = _Row(dist, k)
        for i in range(n):
            if type(dist) is list and 0 <= i < len(dist) and type(dist[i]) is list:
                dist_i = dist[i]
            else:
                dist_i = _Row(dist, i)
            for j in range(n):
                if dist_i[k] + dist_k[j] < dist_i[j]:
                    dist_i[j] = dist_i[k] + dist_k[j]
    return dist


def attempt(table):
    try:
        print(relax(table))
    except Exception as error:
        print(type(error).__name__, error, table)


attempt([[0, 3, 9], [1, 0, 2], [4, 4, 0]])
attempt([[0, 3.5, 9], [True, 0, 2], [4, 4, -0.0]])
attempt(([0, 3, 9], [1, 0, 2], [4, 4, 0]))
attempt(((0, 3, 9), (1, 0, 2), (4, 4, 0)))
attempt({0: {0: 0, 1: 5}, 1: {0: 1, 1: 0}})
attempt([{0: 0, 1: 5}, {0: 1, 1: 0}])
attempt(UserList([[0, 3, 9], [1, 0, 2], [4, 4, 0]]))
attempt([[0, 3, 9], [1, 0], [4, 4, 0]])
attempt([[0, 3, 9], [1, 0, 2]])
attempt([[0, 3], None])
attempt(["ab", "cd"])
attempt([[]])
attempt([])
same = [2, 1, 0]
attempt([same, same, same])
itself = [[0, 1], [1, 0]]
itself[1] = itself
attempt(itself)
