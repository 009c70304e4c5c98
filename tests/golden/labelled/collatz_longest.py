SIZE = 20
def chain(k):
    steps = 0
    while k != 1:
        k = 3 * k + 1 if k % 2 else k // 2
        steps += 1
    return steps
def main(n):
    best, at = 0, 0
    for k in range(1, n):
        s = chain(k)
        if s > best:
            best, at = s, k
    print(best, at)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
