SIZE = 20
def main(n):
    total = seen = []
    out = []
    for k in range(n):
        total += [k]
        out.append(len(seen))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
