def walk(n, stop):
    if n == stop:
        raise ValueError(n)
    if n > 12:
        return 1
    return walk(n + 1, stop) + walk(n + 2, stop)


for stop in (5, 100, 5):
    try:
        print(walk(0, stop))
    except ValueError as error:
        print("no", error.args)
