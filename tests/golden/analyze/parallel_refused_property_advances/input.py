class Tape:
    def __init__(self):
        self.pos = 0

    @property
    def current(self):
        self.pos += 1
        return self.pos


def read(tape):
    total = 0
    for _ in range(2000):
        total += tape.current
    return total


def main(n):
    tape = Tape()
    return [read(tape) for _ in range(n)]
