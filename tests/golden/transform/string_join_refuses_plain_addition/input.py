def f(n):
    s = ""
    for k in range(n):
        s += str(k)
    return s


print(f(3))
