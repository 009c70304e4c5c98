def window(values):
    seen = []
    for value in values:
        seen.append(value)
        ordered = sorted(seen)
        if len(seen) > 40:
            seen.remove(ordered[0])
    return ordered


print(window([(i * 7919) % 101 for i in range(90)]))
