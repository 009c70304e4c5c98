SIZE = 20
def main(n):
    xs = [k % 4 for k in range(n)]
    for x in xs:
        if x == 3:
            xs.remove(x)
    print(xs)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
