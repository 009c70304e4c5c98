def nest(n):
    seen = []
    for x in range(n):
        seen = seen + [seen]
    return seen


print(nest(3))
