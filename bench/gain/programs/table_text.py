"""Writes records as one big text."""


class Table:
    def __init__(self):
        self.text = ""

    def add(self, name, amount):
        self.text += "| " + name
        self.text += " | " + str(amount) + " |\n"


def main(n):
    table = Table()
    for k in range(n):
        table.add("row%d" % k, k * 3 % 97)
    print(len(table.text), table.text[-20:].strip())


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12000)
