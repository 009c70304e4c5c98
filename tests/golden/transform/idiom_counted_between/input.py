def histogram(values, edges):
    counts = [0] * (len(edges) - 3)
    for value in values:
        for i in range(len(edges) - 1):
            if edges[i] <= value < edges[i + 1]:
                counts[i] += 1
                break
    return counts


nan = float("nan")
limits = [0, 1, 2, 2, 3, 5, 8.5, 13, 21, 34]
for values, edges in (([0, 1, 2.5, 2, -1, 20.999, 5, nan, True], limits), ([34, 35, 1e300], limits), ([22], limits),
                      ([1, 2, 3], limits[::-1]), (["a"], limits), ((1, 2), limits), ([1], [*limits, nan]), ([], limits),
                      ([1, 2, 3], [1, 2, 3, 4]), ([2**70, -2**70], limits), (limits, limits), ([1], tuple(limits))):
    try:
        print(histogram(values, edges))
    except Exception as error:
        print(type(error).__name__, error)
