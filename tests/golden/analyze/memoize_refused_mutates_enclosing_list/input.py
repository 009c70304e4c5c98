def orders(n):
    path, found = [], []

    def extend(k):
        if k == 0:
            found.append(tuple(path))
            return 0
        path.append(k)
        total = extend(k - 1) + extend(k - 1)
        path.pop()
        return total
    return extend(n), found
