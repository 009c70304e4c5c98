from dataclasses import dataclass


class Sink:
    def __init__(self):
        self.seen = []


POOL = Sink()


@dataclass
class Job:
    k: int
    sink: object = POOL

    def run(self):
        self.sink.seen.append(self.k)
        return len(self.sink.seen)


def main(n):
    out = []
    for k in range(n):
        out.append(Job(k).run())
    return out


print(main(4))
