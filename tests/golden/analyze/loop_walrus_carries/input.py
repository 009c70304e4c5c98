def running(xs):
    total = 0
    return [(total := total + x) for x in range(9)]
