def last(values):
    seen = []
    for value in values:
        seen.append(value)
        ordered = sorted(seen, reverse=True)
    return ordered


print(last([1.0, 1, True] * 30))
