SIZE = 20
class Basket:
    items = []
    def put(self, k):
        self.items.append(k)
        return len(self.items)
def main(n):
    out = []
    for k in range(n):
        out.append(Basket().put(k))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
