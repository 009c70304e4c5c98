def first(orders):
    return min(orders, key=lambda order: order.customer.name, default=None)


class Thing:
    def __init__(self, **parts):
        self.__dict__.update(parts)


print(first([]), first([Thing(customer=Thing(name="z"), n=1), Thing(customer=Thing(name='b'), n=2)]).n)
try:
    first([Thing(customer=None)])
except AttributeError as e:
    print(e)
