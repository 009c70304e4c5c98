SIZE = 9
def main(n):
    w = n
    g = [0] * (n * n * 2)
    for y in range(n):
        for x in range(w):
            g[y * w + x] += y + 1
        w -= 1
    print(sum(i * v for i, v in enumerate(g)))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
