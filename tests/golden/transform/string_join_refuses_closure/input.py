def f(n):
    s = ""
    def show():
        print(s)
    for k in range(n):
        s = s + "a" + str(k)
        show()
    return s


f(2)
