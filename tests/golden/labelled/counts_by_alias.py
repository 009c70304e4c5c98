SIZE = 20
def main(n):
    counts = [0] * 5
    view, out = counts, []
    for k in range(n):
        counts[k % 5] += 1
        out.append(view[0])
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
