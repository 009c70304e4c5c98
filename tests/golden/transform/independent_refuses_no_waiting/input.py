def ask(k):
    return sum(i * i for i in range(k))


def walk(k):
    a = ask(k)
    b = ask(k + 1)
    return a, b


print(walk(100))
