"""Writes records as one big text."""


class Table:
    def __init__(self):
        self.parts = []

    def add(self, name, amount):
        self.parts.append(f"| {name} | {amount} |\n")

    @property
    def text(self):
        return "".join(self.parts)


def main(n):
    table = Table()
    for k in range(n):
        table.add("row%d" % k, k * 3 % 97)
    text = table.text
    print(len(text), text[-20:].strip())


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12000)
