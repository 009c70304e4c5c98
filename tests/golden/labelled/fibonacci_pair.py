SIZE = 20
def main(n):
    a, b = 0, 1
    out = []
    for k in range(n):
        a, b = b, a + b
        out.append(a)
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
