import time


def ask(k):
    time.sleep(0.001)
    return k


def walk(k):
    global a
    a = ask(k)
    b = ask(k + 1)
    return a, b


print(walk(100))
