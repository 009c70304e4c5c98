SIZE = 20
def main(n):
    xs = [k * 3 % 11 for k in range(n)]
    out = []
    for i in range(len(xs) - 4):
        out.append(sum(xs[i:i + 5]))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
