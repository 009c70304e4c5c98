SIZE = 20
def main(n):
    left = [k * 3 for k in range(n)]
    right = [k * 5 for k in range(n)]
    both = []
    for x in left:
        if x in right:
            both.append(x)
    print(both)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
