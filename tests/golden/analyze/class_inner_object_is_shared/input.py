class Counter:
    def __init__(self):
        self.n = 0

    def bump(self):
        self.n += 1
        return self.n


class Worker:
    def __init__(self, counter):
        self.counter = counter

    def work(self, k):
        return self.counter.bump() * k


def main(n):
    c = Counter()
    workers = [Worker(c) for _ in range(n)]
    out = []
    for w in workers:
        out.append(w.work(2))
    return out


print(main(4))
