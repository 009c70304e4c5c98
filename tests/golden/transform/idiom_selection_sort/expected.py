def selection(xs):
    if type(xs) is list and ({int}.issuperset(map(type, xs)) or {str}.issuperset(map(type, xs))):
        xs.sort()
    else:
        for i in range(len(xs) - 1):
            smallest = i
            for j in range(i + 1, len(xs)):
                if xs[j] < xs[smallest]:
                    smallest = j
            if smallest != i:
                xs[i], xs[smallest] = xs[smallest], xs[i]
    return xs


print(selection([3, 1, 2, 2]), selection(["b", "c", "a"]), selection([2.0, 1, 1.0, 2, 0.0, -0.0, 0]), selection([]))
