from collections import UserList


def relax(dist):
    n = len(dist)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if dist[i][k] + dist[k][j] < dist[i][j]:
                    dist[i][j] = dist[i][k] + dist[k][j]
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
