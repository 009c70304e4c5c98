SIZE = 20
def main(n):
    out = []
    for k in range(n):
        out.insert(len(out) // 2, k)
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
