from multiprocessing.pool import ThreadPool


class Table:
    def __init__(self):
        self.text = ""

    def go(self, xs):
        for x in xs:
            self.text += str(x)
        return self.text

    def length(self, k):
        return len(self.text)


def main():
    t = Table()
    pool = ThreadPool(2)
    r = pool.apply_async(t.go, (range(100),))
    print(all(isinstance(n, int) for n in pool.map(t.length, range(50))), len(r.get()))


main()
