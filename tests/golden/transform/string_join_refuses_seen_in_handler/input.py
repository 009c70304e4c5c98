def f(xs):
    s = ""
    try:
        for x in xs:
            s = s + "a" + str(1 // x)
    except ZeroDivisionError:
        return s
    return s


print(f([1, 1, 0]))
