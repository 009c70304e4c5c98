def columns(rows):
    result = []
    if (type(rows) is list and len(rows) > 0 and {list}.issuperset(map(type, rows))
            and len(set(map(len, rows))) == 1 and id(result) not in map(id, rows)):
        result.extend(map(list, zip(*rows)))
    else:
        for j in range(len(rows[0])):
            new = []
            for i in range(len(rows)):
                new.append(rows[i][j])
            result.append(new)
    return result


print(columns([[1, 2, 3], [4, 5, 6]]), columns([[], []]), columns([(1, 2), (3, 4)]))
for wrong in ([[1, 2], [3]], [], [[1], [2, 3]]):
    try:
        print(columns(wrong))
    except IndexError as e:
        print(e)
