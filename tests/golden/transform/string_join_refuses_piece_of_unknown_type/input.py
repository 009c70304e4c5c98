class Odd(str):
    def __radd__(self, other):
        return "odd"


def f(xs):
    s = ""
    for x in xs:
        s = s + "a" + x
    return s


print(f(["b", Odd("c")]))
