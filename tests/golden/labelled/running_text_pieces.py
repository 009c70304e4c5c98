SIZE = 20
def main(n):
    names = ["n%d" % k for k in range(n)]
    text = ""
    for name in names:
        text = text + name.upper() + ", "
    print(text)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
