class Board:
    def paths(self, rows, columns):
        def rec(r, c):
            if r == 0 or c == 0:
                return 1
            return rec(r - 1, c) + rec(r, c - 1)

        return rec(rows, columns)


print(Board().paths(6, 6))
