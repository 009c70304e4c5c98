def collect(orders, rows):
    out = []
    for order in orders:
        for k, v in rows:
            if k == order:
                out.append(v)
        if order == -7:
            for row in rows:
                row.append(order)
    return out


rows = [[i, i * 7] for i in range(30)]
try: print(collect([1,2,3,4,5,-7,-8], rows))
except Exception as e: print(repr(e))
