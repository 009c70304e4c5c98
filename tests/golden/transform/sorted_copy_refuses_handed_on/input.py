def drop(seen):
    if len(seen) > 50:
        seen.pop(0)


def last(values):
    seen = []
    for value in values:
        seen.append(value)
        ordered = sorted(seen)
        drop(seen)
    return ordered


print(last([(i * 7919) % 101 for i in range(90)]))
