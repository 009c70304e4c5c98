class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def clear(xs):
    for i in range(len(xs)):
        xs[i] = None


clear([Noisy(k) for k in range(3)])
