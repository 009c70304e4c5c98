def common(a, b):
    """Length of the longest common subsequence."""
    rows, columns = len(a), len(b)
    lengths = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            if a[i - 1] == b[j - 1]:
                lengths[i][j] = lengths[i - 1][j - 1] + 1
            else:
                lengths[i][j] = max(lengths[i - 1][j], lengths[i][j - 1])
    return lengths[rows][columns]


for pair in (("stone", "longest"), ("", "x"), ([1, 2, 3], (2, 3, 4)), ("aaa", "aa"), ("x", None)):
    try:
        print(common(*pair))
    except TypeError as error:
        print(error)
