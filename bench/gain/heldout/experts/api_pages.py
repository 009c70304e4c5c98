"""Collects the pages of a web API and keeps each item once."""


class Client:
    def __init__(self, total, size):
        self.total = total
        self.size = size

    def page(self, number):
        first = number * self.size
        last = min(first + self.size, self.total)
        return [{"id": k * 13 % (self.total // 2), "name": "item%d" % k} for k in range(first, last)]


def collect(client):
    items = []
    number = 0
    while page := client.page(number):
        items.extend(page)
        number += 1
    return items


def without_repeats(items):
    unique = {}
    for item in items:
        unique.setdefault(item["id"], item)
    return list(unique.values())


def main(n):
    items = collect(Client(n // 2, 25))
    unique = without_repeats(items)
    print(len(items), len(unique), unique[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16000)
