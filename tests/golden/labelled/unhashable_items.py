SIZE = 20
def main(n):
    shapes = [[k, k + 1] for k in range(n)]
    hits = 0
    for k in range(n):
        if [k, k + 1] in shapes:
            hits += 1
    print(hits)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
