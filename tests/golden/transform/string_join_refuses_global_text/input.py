s = ""
def f(n):
    global s
    for k in range(n):
        s = s + "a" + str(k)


f(3)
print(s)
