def means(values):
    seen = []
    result = []
    for value in values:
        seen.append(value)
        result.append(sum(seen) / len(seen))
    return result


print(means([3, 1, 4, 1, 5, 9, 2, 6] * 5), means([0.1, 0.2, 0.3] * 5), means([1, 2, 0.5, 1, 1] * 3))
