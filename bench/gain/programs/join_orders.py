"""Puts the customer's city into every order."""


def join(orders, customers):
    joined = []
    for order in orders:
        for customer in customers:
            if customer["id"] == order["customer"]:
                joined.append((order["number"], customer["city"]))
    return joined


def main(n):
    customers = [{"id": k, "city": "city%d" % (k % 9)} for k in range(n)]
    orders = [{"number": k, "customer": k * 13 % (n + 5)} for k in range(2 * n)]
    joined = join(orders, customers)
    print(len(joined), joined[:2], joined[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2500)
