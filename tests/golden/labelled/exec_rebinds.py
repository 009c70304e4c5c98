SIZE = 20
def f(k):
    return k + 1
def main(n):
    out = []
    for k in range(n):
        if k == n // 2:
            exec("def f(k):\n    return -k", globals())
        out.append(f(k))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
