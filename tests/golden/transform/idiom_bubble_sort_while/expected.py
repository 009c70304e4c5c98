def bubble(xs):
    if (
        type(xs) is list
        and (
            {str}.issuperset(map(type, xs))
            or {int, float}.issuperset(map(type, xs)) and not any(x != x for x in xs)
        )
    ):
        xs.sort(reverse=True)
    else:
        swapped = True
        while swapped:
            swapped = False
            for i in range(len(xs) - 1):
                if xs[i] < xs[i + 1]:
                    xs[i], xs[i + 1] = xs[i + 1], xs[i]
                    swapped = True
    return xs


print(bubble([3, 1, 2, 2]), bubble([1.5, 2, 2.0, -0.0, 0]), bubble([]))
