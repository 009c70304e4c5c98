SIZE = 20
def main(n):
    w = n
    src = [k % 11 for k in range(n * w)]
    dst = [0] * (n * w)
    for y in range(n):
        for x in range(w):
            dst[y * w + x] = src[y * w + x] * 2 + 1
    print(sum(dst))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
