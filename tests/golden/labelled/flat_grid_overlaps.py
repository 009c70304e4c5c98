SIZE = 7
def main(n):
    w = n
    g = [0] * (n * w + 1)
    for y in range(n):
        for x in range(w + 1):
            g[y * w + x] = g[y * w + x] * 3 + y
    print(g)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
