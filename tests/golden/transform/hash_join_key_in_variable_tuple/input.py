def join(orders, customers, key):
    result = []
    for order in orders:
        for customer in customers:
            if customer[key] == order[key]:
                result.append((order["n"], customer["n"]))
    return result


k = ("first", "last")
c = [{"n": i, k: i * 7} for i in range(30)]
o = [{"n": i, k: i * 14} for i in range(8)]
try: print(join(o, c, k))
except Exception as e: print(repr(e))
c = ["%04d-x" % i for i in range(30)]
class R(str): pass
