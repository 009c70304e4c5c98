SIZE = 20
class Box:
    calls = 0
    def __contains__(self, k):
        Box.calls += 1
        return (k + Box.calls) % 3 == 0
def main(n):
    box, hits = Box(), []
    for k in range(n):
        if k in box:
            hits.append(k)
    print(hits, Box.calls)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
