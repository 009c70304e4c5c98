SIZE = 20
def main(n):
    left, out = set(range(n)), []
    for k in range(n // 2):
        x = min(left)
        left.discard(x)
        left.discard(x + 2)
        out.append(x)
        if not left:
            break
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
