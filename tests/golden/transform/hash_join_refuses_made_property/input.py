class Customer:
    def __init__(self, id):
        self.id = id

    def _close(self, state):
        self.id = -1

    state = property(None, _close)


def join(orders, customers):
    out = []
    for order in orders:
        for c in customers:
            if c.id == order:
                out.append(c.id)
                c.state = "closed"
    return out


print(join([1,2,3,4,5,5,6,6,-1], [Customer(i) for i in range(40)]))
