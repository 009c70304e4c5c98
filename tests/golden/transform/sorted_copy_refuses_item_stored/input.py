def last(values):
    seen = [0]
    for value in values:
        seen.append(value)
        ordered = sorted(seen)
        seen[0] = value
    return ordered


print(last([(i * 7919) % 101 for i in range(90)]))
