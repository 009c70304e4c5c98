SIZE = 20
def main(n):
    customers = [{"id": k, "name": "c%d" % k} for k in range(n)]
    orders = [{"customer": k * 3 % n, "sum": k} for k in range(n)]
    out = []
    for o in orders:
        for c in customers:
            if c["id"] == o["customer"]:
                out.append((c["name"], o["sum"]))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
