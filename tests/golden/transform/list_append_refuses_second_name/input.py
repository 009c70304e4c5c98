def pages(n):
    kept = items = []
    out = []
    for page in range(n):
        items = items + [page]
        out.append(max(items, [1]))
    return kept, items, out


print(pages(3))
