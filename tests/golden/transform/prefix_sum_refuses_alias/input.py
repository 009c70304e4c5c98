def means(values):
    seen = []
    other = seen
    result = []
    for value in values:
        seen.append(value)
        other[0] = 7
        result.append(sum(seen) / len(seen))
    return result


print(means([3, 1, 4, 1]))
