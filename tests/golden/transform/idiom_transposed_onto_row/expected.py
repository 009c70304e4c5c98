def columns(result, rows):
    if (type(rows) is list and type(result) is list and result is not rows and len(rows) > 0
            and {list}.issuperset(map(type, rows)) and len(set(map(len, rows))) == 1
            and id(result) not in map(id, rows)):
        result.extend(map(list, zip(*rows)))
    else:
        for j in range(len(rows[0])):
            new = []
            for i in range(len(rows)):
                new.append(rows[i][j])
            result.append(new)
    return result


print(columns([], [[1, 2], [3, 4]]))
row = [1, 2]
print(columns(row, [row]), columns(row, [row, row]))
