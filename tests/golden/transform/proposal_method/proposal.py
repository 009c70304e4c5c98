def upto(self, n, *, first=1):
    if n < first:
        return 0

    return (first + n) * (n - first + 1) // 2
