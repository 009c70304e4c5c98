def later(rows, keys):
    searches = []
    for key in keys:
        searches.append(row for row in rows if row[0] == key)
    rows.clear()
    return [list(search) for search in searches]


print(later([[k] for k in range(35)], [3, 5, 4, 7] * 5))
