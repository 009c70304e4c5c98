SIZE = 20
def main(n):
    line = ""
    for k in range(n):
        line += "%d;" % (k * k)
    print(line)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
