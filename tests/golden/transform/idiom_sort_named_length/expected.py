from operator import itemgetter


def arrange(rows, count):
    if (type(rows) is list and len(rows) > 3 and type(count) is int and count == len(rows)
            and {tuple, list}.issuperset(map(type, rows)) and 0 < min(map(len, rows))
            and (
                {str}.issuperset(type(row[0]) for row in rows)
                or {int, float}.issuperset(type(row[0]) for row in rows)
                and not any(row[0] != row[0] for row in rows)
            )):
        rows.sort(key=itemgetter(0))
    else:
        for i in range(1, count):
            cur = rows[i]
            j = i - 1
            while j >= 0 and rows[j][0] > cur[0]:
                rows[j + 1] = rows[j]
                j -= 1
            rows[j + 1] = cur
    return rows


print(arrange([(k * 7 % 13, "r%d" % k) for k in range(40)], 40))
print(arrange([(k * 7 % 13, "r%d" % k) for k in range(40)], 20))
for wrong in (40.0, True, 41):
    rows = [(k * 7 % 13, "r%d" % k) for k in range(40)]
    try:
        print(arrange(rows, wrong))
    except (TypeError, IndexError) as e:
        print(type(e).__name__, rows)
