def last(values):
    seen = []
    other = seen
    for value in values:
        seen.append(value)
        ordered = sorted(seen)
        other.reverse()
        other[0] = 5
    return ordered


print(last([(i * 7919) % 101 for i in range(90)]))
