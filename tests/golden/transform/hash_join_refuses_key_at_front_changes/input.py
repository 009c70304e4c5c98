def totals(sales):
    table = []
    for region, amount in sales:
        for entry in table:
            if entry[0] == region:
                entry[0] = amount
                break
        else:
            table.append([region, amount])
    return table


print(totals([(k * k % 23, k) for k in range(60)]))
