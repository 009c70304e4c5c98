def join(orders, customers, key):
    result = []
    for order in orders:
        for customer in customers:
            if customer[key] == order:
                result.append(customer)
    return result


c = ["%04d-x" % i for i in range(30)]
try: print(join(["0001","0002","0003","0004","0005"], c, slice(0, 4)))
except Exception as e: print(repr(e))
