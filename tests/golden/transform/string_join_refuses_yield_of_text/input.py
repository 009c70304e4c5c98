def f(n):
    s = ""
    for k in range(n):
        s = s + "a" + str(k)
        yield s


print(list(f(3)))
