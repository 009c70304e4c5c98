def totals(sales):
    table = []
    for region, amount in sales:
        for entry in table:
            if entry[0] == region:
                entry[1] += amount
                break
        else:
            table.append([region, amount])
    return table


print(totals([("r%d" % (k * k % 23), k) for k in range(60)]))
print(totals([(k % 3 * 1.0 if k % 2 else k % 3, k) for k in range(30)] + [([1], 1), ([1], 2)]))
