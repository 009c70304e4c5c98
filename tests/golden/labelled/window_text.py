SIZE = 20
def main(n):
    s, out = "", []
    for k in range(n):
        s = s[-3:] + chr(97 + k % 26)
        out.append(s)
    print(out[-2:])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
