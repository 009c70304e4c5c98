def totals(categories, sales):
    result = []
    for category in categories:
        total = 0
        for other, amount in sales:
            if other == category:
                total += amount
        result.append((category, total))
    return result


sales = [("c%d" % (k * 17 % 11), k) for k in range(60)]
print(totals(["c%d" % k for k in range(38)], sales))
print(totals(["c%d" % k for k in range(38)], [list(sale) for sale in sales]))
print(totals(["a", "b"] * 10, ["ab", "ba"]) if False else "")
for wrong in (sales + [("c1", 2, 3)], sales + [5], sales + [("c1",)], [{"a": 1, "b": 2}]):
    try:
        print(totals(["c%d" % k for k in range(38)], wrong))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
