def find(rows, field, value):
    for row in rows:
        if row[field] == value:
            return row
    return None


def names(orders, customers, field):
    result = []
    for order in orders:
        customer = find(customers, "id", order["customer"])
        other = find(customers, field, order["customer"])
        result.append((customer and customer["name"], other and other["name"]))
    return result


customers = [{"id": k % 25, "old": k, "name": "n%d" % k} for k in range(40)]
orders = [{"customer": k % 45} for k in range(60)]
print(names(orders, customers, "old"), names(orders, [], "id"))
print(names(orders, customers + [{"id": [1], "old": 0, "name": "list"}], "id"))
try:
    names(orders, customers + [{"name": "nothing"}], "id")
except KeyError as error:
    print(error.args)
