class Customer:
    def __init__(self, id):
        self.id = id

    def __lshift__(self, id):
        self.id = id
        return self


def join(orders, customers):
    out = []
    for order in orders:
        for c in customers:
            if c.id == order:
                out.append(c.id)
                c << -1
    return out


print(join([1,2,3,4,5,5,6,6,-1], [Customer(i) for i in range(40)]))
