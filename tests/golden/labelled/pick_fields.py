SIZE = 20
def main(n):
    rows = [{"a": k, "b": k * 2} for k in range(n)]
    out = []
    for r in rows:
        if r["a"] % 2:
            out.append(r["b"] + 1)
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
