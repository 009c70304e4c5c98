def drain():
    xs = list(range(9))
    return [xs.pop() + i for i in range(9)]
