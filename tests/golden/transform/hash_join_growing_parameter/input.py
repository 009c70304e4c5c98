def book(stock, movements):
    for name, amount in movements:
        found = False
        for item in stock:
            if item["name"] == name:
                item["amount"] += amount
                found = True
                break
        if not found:
            stock.append({"name": name, "amount": amount})
    return stock


movements = [(k * 7 % 23, k) for k in range(80)]
print(book([], movements), book([{"name": k, "amount": 0} for k in range(30)], movements))
print(book([{"name": 1.0, "amount": 0}, {"name": True, "amount": 0}], movements))
rows = [(k, [k]) for k in range(5)]
print(book([{"name": [], "amount": []}], rows + rows))
try:
    book([{"name": 1}] * 40, movements)
except KeyError as error:
    print(error.args)
