import sys


def order(rows):
    return sorted(rows, key=lambda row: row[0])


class Row(list):
    def __getitem__(self, at):
        return sys._getframe(1).f_code.co_name


print(order([Row([2]), Row([1])]))
