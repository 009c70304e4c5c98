class Share:
    def __init__(self, size):
        self.size = size

    def __radd__(self, other):
        return other + self.size

    def __del__(self):
        print("gone", self.size)


class Table:
    def __init__(self):
        self.total = 0

    def book(self, sizes):
        for size in sizes:
            self.total += Share(size)
            print("booked")
        return self.total


print(Table().book([1, 2, 3]))
