def last(rows, keys):
    result = []
    for key in keys:
        for row in rows:
            if row[0] == key:
                break
        result.append(row)
    return result


print(last([(k,) for k in range(35)], [3, 20, 4, 30] * 5))
