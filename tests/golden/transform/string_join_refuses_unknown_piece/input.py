def f(xs):
    s = ""
    for x in xs:
        s = s + "a" + x
    return s


try:
    print(f(["b"]), f([1]))
except TypeError as error:
    print(error)
