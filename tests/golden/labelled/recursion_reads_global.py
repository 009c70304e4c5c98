SIZE = 16
STEP = 1
def walk(k):
    if k <= 0:
        return 0
    return walk(k - STEP) + walk(k - 2) + STEP
def main(n):
    global STEP
    out = []
    for STEP in (1, 2, 3):
        out.append(walk(n // 2))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
