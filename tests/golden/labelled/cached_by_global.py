SIZE = 12
rate = 1
def price(k):
    if k < 2:
        return rate
    return price(k - 1) + price(k - 2)
def main(n):
    global rate
    out = []
    for k in range(n):
        rate = k
        out.append(price(k % 8))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
