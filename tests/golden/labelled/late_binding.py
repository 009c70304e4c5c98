SIZE = 6
def main(n):
    fs = []
    for k in range(n):
        fs.append(lambda: k * 10)
    print([f() for f in fs])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
