import time


def ask(k):
    print("asking", k)
    time.sleep(0.001)
    return k


def walk(k):
    a = ask(k)
    b = ask(k + 1)
    return a, b


print(walk(1))
