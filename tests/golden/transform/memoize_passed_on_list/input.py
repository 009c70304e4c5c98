def best(items, i, room):
    if i == len(items):
        return 0
    weight, value = items[i]
    skip = best(items, i + 1, room)
    if weight > room:
        return skip
    return max(skip, value + best(items, i + 1, room - weight))


print(best([(2, 3), (3, 4), (4, 5), (5, 6), (1, 1)], 0, 7), best([], 0, 1))
