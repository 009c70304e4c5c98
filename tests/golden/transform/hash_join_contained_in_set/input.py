def fresh(orders, known):
    result = []
    for order in orders:
        if order["id"] not in {row["id"] for row in known}:
            result.append(order)
    return result


nan = float("nan")
known = [{"id": k * 3} for k in range(30)] + [{"id": nan}]
print(fresh([{"id": k} for k in range(60)], known), fresh([{"id": nan}, {"id": float("nan")}] * 3, known))
for wrong in ([{"id": [1]}] * 8, [{"id": 1}] * 6 + [{}]):
    for rows in (known, known + [{"id": [1]}], known + [{}]):
        try:
            print(fresh(wrong, rows))
        except (TypeError, KeyError) as error:
            print(type(error), error.args)
