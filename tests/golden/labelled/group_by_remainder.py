SIZE = 20
def main(n):
    groups = {}
    for k in range(n):
        groups.setdefault(k % 4, []).append(k * k)
    print(groups)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
