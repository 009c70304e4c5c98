class Tape:
    def __init__(self):
        self.at = 0

    @property
    def current(self):
        self.at += 1
        return self.at


def work(x):
    return x * x


def main(n):
    tape, out = Tape(), []
    for k in range(n):
        out.append(work(tape.current))
    return out[-1], tape.at


print(main(50))
