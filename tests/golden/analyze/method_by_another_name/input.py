"""What looks like a method of a dict is a function of the module, under another name."""


class Customer:
    def __init__(self, id):
        self.id = id


class Order:
    def __init__(self, id):
        self.id = id

    def _close(self):
        self.id = -1

    get = _close


def _next(self):
    self.id = -1


Customer.items = _next


def patched(customers):
    for customer in customers:
        customer.items()


def aliased(orders):
    for order in orders:
        order.get()


def plain(tables):
    for table in tables:
        table.keys()
