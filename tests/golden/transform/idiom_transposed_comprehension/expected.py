def columns(rows):
    return (list(
        map(list, zip(*rows))
    ) if type(rows) is list and len(rows) > 0 and {list}.issuperset(map(type, rows))
        and len(set(map(len, rows))) == 1
        else [[row[j] for row in rows] for j in range(len(rows[0]))])


print(columns([[1, 2, 3], [4, 5, 6]]), columns(["ab", "cd"]))
