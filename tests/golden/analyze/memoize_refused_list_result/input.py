def subsets(n):
    if n == 0:
        return [[]]
    return subsets(n - 1) + [s + [n] for s in subsets(n - 1)]
