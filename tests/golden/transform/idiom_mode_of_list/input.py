def mode(values):
    return max(values, key=values.count)


print(mode([k * k % 7 for k in range(40)]), mode(["b", "a", "b", "a"] * 5), mode([2, 1, 1, 2]))
