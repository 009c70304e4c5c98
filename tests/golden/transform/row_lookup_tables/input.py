def relax(dist):
    n = len(dist)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if dist[i][k] + dist[k][j] < dist[i][j]:
                    dist[i][j] = dist[i][k] + dist[k][j]
    return dist


class Counted:
    """A table that tells which of its rows was asked for."""

    def __init__(self, rows):
        self.rows, self.asked = rows, 0

    def __repr__(self):
        return f"Counted({self.rows})"

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, place):
        self.asked += 1
        return self.rows[place]


def attempt(table):
    try:
        print(relax(table), getattr(table, "asked", ""))
    except Exception as error:
        print(type(error).__name__, error, table)


attempt([[0, 3, 9], [1, 0, 2], [4, 4, 0]])
attempt([[0, 3.5, 9], [True, 0, 2], [4, 4, -0.0]])
attempt(([0, 3, 9], [1, 0, 2], [4, 4, 0]))
attempt(((0, 3, 9), (1, 0, 2), (4, 4, 0)))
attempt({0: {0: 0, 1: 5}, 1: {0: 1, 1: 0}})
attempt([{0: 0, 1: 5}, {0: 1, 1: 0}])
attempt(Counted([[0, 3, 9], [1, 0, 2], [4, 4, 0]]))
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
