def find(rows, field, value):
    field = field.lower()
    for row in rows:
        if row[field] == value:
            return row
    return None


def names(orders, customers):
    result = []
    for order in orders:
        customer = find(customers, "ID", order["customer"])
        result.append(customer and customer["name"])
    return result


print(names([{"customer": 1}], [{"id": 1, "name": "n"}]))
