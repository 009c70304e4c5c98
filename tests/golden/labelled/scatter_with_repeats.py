SIZE = 20
def main(n):
    at = [k * k % 7 for k in range(n)]
    out = [0] * 7
    for k in range(n):
        out[at[k]] = k
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
