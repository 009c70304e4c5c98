def join(orders, customers):
    joined = []
    for order in orders:
        for customer in customers:
            if customer["id"] == order["customer"]:
                joined.append((order["number"], customer["city"]))
    return joined


class Noisy:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        print("asked", self.value)
        return self.value == other

    __hash__ = None


def show(*args):
    try:
        print(join(*args))
    except Exception as e:
        print(type(e).__name__, e)


customers = [{"id": k % 7, "city": "c%d" % k} for k in range(45)]
orders = [{"number": k, "customer": k % 9} for k in range(30)]
show(orders, customers)
show(orders, tuple(customers))
show(orders, iter(customers))
show(orders, [])
show([{"number": 1}] * 12, [])
show([{"number": 1}] * 12, customers)
show(orders, customers + [{"city": "no id"}])
show(orders, customers + [{"id": [1], "city": "list"}, {"id": float("nan"), "city": "nan"}])
show(orders, customers + [{"id": 1.0, "city": "float"}, {"id": True, "city": "bool"}])
show(orders[:10], customers[:2] + [{"id": Noisy(3), "city": "noisy"}])
show(orders[:10] + [{"number": 0, "customer": Noisy(4)}, {"number": 0, "customer": [1]}], customers[:3])
nan = float("nan")
show([{"number": k, "customer": nan} for k in range(37)], [{"id": nan, "city": "x"}])
show(orders, 5)
