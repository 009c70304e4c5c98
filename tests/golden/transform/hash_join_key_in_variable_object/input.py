def join(orders, customers, key):
    result = []
    for order in orders:
        for customer in customers:
            if customer[key] == order[key]:
                result.append((order["n"], customer["n"]))
    return result


class Row:
    def __init__(self, i, v):
        self.data = {"n": i, ("id",): v}
        self.id = -i - 1
    def __getitem__(self, k): return self.data[k]
print(join([Row(i, i * 2) for i in range(8)], [Row(i, i) for i in range(30)], ("id",)))
