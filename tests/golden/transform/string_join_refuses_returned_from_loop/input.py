def f(n):
    s = ""
    for k in range(n):
        s = s + "a" + str(k)
        if k == 3:
            return s
    return None


print(f(9))
