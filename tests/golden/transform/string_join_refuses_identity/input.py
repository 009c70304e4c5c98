def f(start, n):
    s = "x"
    for k in range(n):
        s = s + "" + ""
    return s is start


print(f("x", 3))
