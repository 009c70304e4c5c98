from operator import itemgetter


def selection(rows):
    if (type(rows) is list and len(rows) > 3 and {tuple, list}.issuperset(map(type, rows))
            and 0 < min(map(len, rows))
            and (
                {str}.issuperset(type(row[0]) for row in rows)
                or {int, float}.issuperset(type(row[0]) for row in rows)
                and not any(row[0] != row[0] for row in rows)
            )
            and len({row[0] for row in rows}) == len(rows)):
        rows.sort(key=itemgetter(0))
    else:
        for i in range(len(rows)):
            best = i
            for j in range(i + 1, len(rows)):
                if rows[j][0] < rows[best][0]:
                    best = j
            rows[i], rows[best] = rows[best], rows[i]
    return rows


print(selection([(k * 7 % 11, k) for k in range(11)]), selection([(k % 3, k) for k in range(9)]))
