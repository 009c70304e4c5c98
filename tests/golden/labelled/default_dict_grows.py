SIZE = 20
from collections import defaultdict
def main(n):
    d = defaultdict(int)
    out = []
    for k in range(n):
        if d[k % 5] == 0:
            out.append(len(d))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
