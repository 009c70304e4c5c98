def f(n):
    if n > 1:
        s = ""
    for k in range(n - 1):
        s = s + "a" + str(k)
    return s if n > 1 else n


print(f(3), f(1))
