from operator import itemgetter


def by_score(rows):
    if (type(rows) is list and len(rows) > 3 and {tuple, list}.issuperset(map(type, rows))
            and 1 < min(map(len, rows))
            and (
                {str}.issuperset(type(row_2[1]) for row_2 in rows)
                or {int, float}.issuperset(type(row_2[1]) for row_2 in rows)
                and not any(row_2[1] != row_2[1] for row_2 in rows)
            )):
        rows.sort(key=itemgetter(1))
    else:
        for i in range(1, len(rows)):
            row = rows[i]
            j = i - 1
            while j >= 0 and rows[j][1] > row[1]:
                rows[j + 1] = rows[j]
                j -= 1
            rows[j + 1] = row
    return rows


rows = [("p%d" % k, k * 7 % 5) for k in range(12)]
print(by_score(rows), by_score([]), by_score([(1, 2.5), [2, -0.0], (3, 0), (4, 0.0)]))
print(by_score([("a", True), ("b", 0), ("c", 1), ("d", False)]), by_score([("a", float("nan")), ("b", 1.0), ("c", 0.5), ("d", 1)]))
for wrong in ([(1, 2), (3,), (4, 5), (6, 7)], [(1, "a"), (2, 3), (4, 5), (1, 1)], [{1: 2}, {1: 1}, {}, {1: 0}]):
    try:
        print(by_score(wrong))
    except (IndexError, TypeError, KeyError) as e:
        print(type(e).__name__, e, wrong)
