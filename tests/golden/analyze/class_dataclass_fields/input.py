from dataclasses import dataclass


@dataclass
class Item:
    name: str
    price: int
    quantity: int = 1

    def total(self):
        return self.price * self.quantity


def main(n):
    items = [Item("i%d" % k, k, 2) for k in range(n)]
    total = 0
    for item in items:
        total += item.total()
    return total


print(main(50))
