SIZE = 20
class Shop:
    sold = 0
    def __init__(self, price):
        self.price = price
    def sell(self, k):
        Shop.sold += 1
        return self.price * k + Shop.sold
def main(n):
    shop = Shop(3)
    out = [shop.sell(k) for k in range(n)]
    print(out[-1], Shop.sold)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
