def grow(xs):
    seen = [1]
    for x in seen:
        seen = seen + [x]
        if len(seen) > 5:
            return seen
    return seen


print(grow([1]))
