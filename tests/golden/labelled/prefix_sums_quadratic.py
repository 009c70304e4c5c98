SIZE = 20
def main(n):
    xs = [k * k % 17 for k in range(n)]
    out = []
    for i in range(n):
        out.append(sum(xs[:i + 1]))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
