def matches(orders, customers):
    out = []
    for order in orders:
        for customer in customers:
            if customer["id"] == order["customer"]:
                out.append((order["n"], customer["name"]))
    return out


customers = [{"id": k, "name": "c%d" % k} for k in range(30)]


def moved(k):
    customers[k % 7]["id"] = 3
    return {"n": k, "customer": k % 5}


print(matches(map(moved, range(20)), customers))
print(matches([{"n": k, "customer": k % 5} for k in range(20)], customers))
Key = type("Key", (), {"__eq__": lambda self, other: customers[9].update(id=4), "__hash__": None})
print(matches([{"n": k, "customer": Key() if k == 12 else 4} for k in range(20)], customers))
