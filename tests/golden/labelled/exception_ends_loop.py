SIZE = 20
def check(k, seen):
    seen.append(k)
    if k == 5:
        raise ValueError(k)
    return k
def main(n):
    seen, out = [], []
    try:
        for k in range(n):
            out.append(check(k, seen))
    except ValueError:
        pass
    print(out, seen)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
