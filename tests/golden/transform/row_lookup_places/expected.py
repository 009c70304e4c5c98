class _Row:
    """Stands for table[place], which is looked up each time."""

    def __init__(self, table, place):
        self.table, self.place = table, place

    def __getitem__(self, key):
        return self.table[self.place][key]

    def __setitem__(self, key, value):
        self.table[self.place][key] = value


def common(a, b):
    """Length of the longest common subsequence."""
    rows, columns = len(a), len(b)
    lengths = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows + 1):
        if 0 <= i < len(lengths) and type(lengths[i]) is list:
            lengths_i = lengths[i]
        else:
            lengths_i = _Row(lengths, i)
        if 0 <= i - 1 < len(lengths) and type(lengths[i - 1]) is list:
            lengths_before = lengths[i - 1]
        else:
            lengths_before = _Row(lengths, i - 1)
        for j in range(1, columns + 1):
            if a[i - 1] == b[j - 1]:
                lengths_i[j] = lengths_before[j - 1] + 1
            else:
                lengths_i[j] = max(lengths_before[j], lengths_i[j - 1])
    return lengths[rows][columns]


for pair in (("stone", "longest"), ("", "x"), ([1, 2, 3], (2, 3, 4)), ("aaa", "aa"), ("x", None)):
    try:
        print(common(*pair))
    except TypeError as error:
        print(error)
