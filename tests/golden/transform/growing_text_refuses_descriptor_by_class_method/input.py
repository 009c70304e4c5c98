class Table:
    def __init__(self):
        self.text = ""

    @classmethod
    def guard(cls):
        cls.text = property(lambda self: self.__dict__["t"], lambda self, v: (print("set", v), self.__dict__.__setitem__("t", v))[0])

    def go(self, xs):
        for x in xs:
            self.text += str(x)
        return self.text


Table.guard()
print(Table().go(range(3)))
