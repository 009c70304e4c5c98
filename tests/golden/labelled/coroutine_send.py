SIZE = 20
def averager():
    total = count = 0
    mean = None
    while True:
        x = yield mean
        total += x
        count += 1
        mean = total / count
def main(n):
    g = averager()
    next(g)
    out = []
    for k in range(n):
        out.append(g.send(k))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
