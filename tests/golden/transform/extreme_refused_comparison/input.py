def best_so_far(xs):
    best = 0
    seen = []
    for x in xs:
        try:
            best = max(best, x, 5 - x)
            best = max(best, x)
        except TypeError:
            seen.append(best)
        try:
            best = max(best, x, "a")
        except TypeError:
            seen.append(best)
    return seen


print(best_so_far([1, 2, 9]))
