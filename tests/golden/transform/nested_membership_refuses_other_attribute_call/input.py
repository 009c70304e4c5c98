class Box:
    def __init__(self):
        self.items = list(range(9))

    def drop(self, x):
        self.items.remove(x)

    def run(self, xs):
        for x in xs:
            if x in self.items:
                self.drop(x)
        return self.items


print(Box().run([1, 1, 2]))
