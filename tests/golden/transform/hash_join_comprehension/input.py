def per_region(rows):
    return [(region, [row[2] for row in rows if row[1] == region]) for region in sorted({row[1] for row in rows})]


print(per_region([("d", "r%d" % (k * 31 % 12), k) for k in range(60)]))
