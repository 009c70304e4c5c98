SIZE = 20
class Acc:
    def __init__(self):
        self.sum = 0
    def add(self, k):
        self.sum += k
        return self.sum
def main(n):
    acc, out = Acc(), []
    for k in range(n):
        out.append(acc.add(k))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
