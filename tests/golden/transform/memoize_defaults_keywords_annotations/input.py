def lcs(a: str, b: "str: any", i=0, j=0) -> "tuple: x":
    if i == len(a) or j == len(b):
        return 0, ()
    if a[i] == b[j]:
        n, p = lcs(a, b, i + 1, j=j + 1)
        return n + 1, (i,) + p
    return max(lcs(a, b, i + 1, j=j), lcs(a, b, i, j=j + 1))


print(lcs("abcde", "badce"))
