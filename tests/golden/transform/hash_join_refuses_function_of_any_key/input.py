def find(rows, field, value):
    for row in rows:
        if row[field] == value:
            return row
    return None


def names(orders, customers, field):
    result = []
    for order in orders:
        customer = find(customers, field, order["customer"])
        result.append(customer and customer["name"])
    return result


print(names([{"customer": 1}], [{"id": 1, "name": "n"}], "id"))
