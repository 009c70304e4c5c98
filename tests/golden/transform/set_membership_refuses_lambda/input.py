def f(ys):
    tests = []
    for k in range(3):
        tests.append(lambda: k in ys)
    return tests


ys = [0, 1, 3, 4, 5, 6, 7, 8, 9]
tests = f(ys)
ys.append(2)
print([test() for test in tests])
