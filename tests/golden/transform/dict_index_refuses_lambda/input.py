def f(n):
    xs = [k % 3 for k in range(n)]
    later = []
    for k in range(3):
        later.append(lambda k=k: xs.count(k))
    xs.append(0)
    return [call() for call in later]


print(f(6))
