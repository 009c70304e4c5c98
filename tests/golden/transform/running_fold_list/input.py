def highs(values):
    return [max(values[:k + 2]) for k in range(len(values))]


print(highs([0.0, -0.0, 3, 3.0, 2, 8, 8.0, 9] * 5), highs([]), highs([[1], [0], [2]] * 12))
