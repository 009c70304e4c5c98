SIZE = 20
def main(n):
    known = ["w%d" % (3 * k) for k in range(n)]
    text = ["w%d" % k for k in range(n)]
    unknown = [w for w in text if w not in known]
    print(unknown)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
