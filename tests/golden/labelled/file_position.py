SIZE = 20
import io
def main(n):
    f = io.StringIO("".join(chr(97 + k % 26) for k in range(2 * n)))
    out = []
    for k in range(n):
        out.append(f.read(2))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
