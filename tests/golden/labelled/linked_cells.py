SIZE = 20
class Cell:
    def __init__(self, v):
        self.v, self.next = v, None
def main(n):
    cells = [Cell(k) for k in range(n)]
    for a, b in zip(cells, cells[1:]):
        a.next = b
    for c in cells[:-1]:
        c.next.v = c.v * 2 + 1
    print([c.v for c in cells])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
