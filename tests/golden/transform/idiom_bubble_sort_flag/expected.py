def bubble(xs):
    if (
        type(xs) is list
        and (
            {str}.issuperset(map(type, xs))
            or {int, float}.issuperset(map(type, xs)) and not any(x != x for x in xs)
        )
    ):
        xs.sort()
    else:
        for i in range(len(xs)):
            swapped = False
            for j in range(len(xs) - 1 - i):
                if xs[j] > xs[j + 1]:
                    xs[j], xs[j + 1] = xs[j + 1], xs[j]
                    swapped = True
            if not swapped:
                break


words = ["pear", "fig", "apple", "fig"]
print(bubble(words), words)
