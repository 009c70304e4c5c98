class Loud:
    def __len__(self):
        print("len")
        return 1

    def __iter__(self):
        return iter([1])


def f():
    queue = []
    queue.extend(Loud())
    while queue:
        print(queue.pop(0))


f()
