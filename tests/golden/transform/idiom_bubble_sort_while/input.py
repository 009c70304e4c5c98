def bubble(xs):
    swapped = True
    while swapped:
        swapped = False
        for i in range(len(xs) - 1):
            if xs[i] < xs[i + 1]:
                xs[i], xs[i + 1] = xs[i + 1], xs[i]
                swapped = True
    return xs


print(bubble([3, 1, 2, 2]), bubble([1.5, 2, 2.0, -0.0, 0]), bubble([]))
