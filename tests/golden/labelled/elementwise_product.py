SIZE = 20
def main(n):
    a = [k + 1 for k in range(n)]
    b = [k * 2 for k in range(n)]
    c = [0] * n
    for i in range(n):
        c[i] = a[i] * b[i] + 1
    print(c)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
