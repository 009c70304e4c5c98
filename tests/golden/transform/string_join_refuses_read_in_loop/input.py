def f(n):
    s = ""
    for k in range(n):
        s = s + "a" + str(len(s))
    return s


print(f(5))
