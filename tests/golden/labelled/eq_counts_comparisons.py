SIZE = 20
class Item:
    asked = 0
    def __init__(self, k):
        self.k = k
    def __eq__(self, other):
        Item.asked += 1
        return self.k == other.k
    def __hash__(self):
        return hash(self.k)
def main(n):
    pool = [Item(k) for k in range(n)]
    hits = 0
    for k in range(n):
        if Item(k * 2) in pool:
            hits += 1
    print(hits, Item.asked)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
