class Rows:
    def __init__(self, rows):
        self.rows = rows

    def sort(self, key):
        print(key.__name__, [key(row) for row in self.rows])


def order(rows):
    rows.sort(key=lambda row: row[0])


order(Rows([(1, 2)]))
