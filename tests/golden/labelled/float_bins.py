SIZE = 500
def main(n):
    bins = [0.0] * 4
    for k in range(n):
        bins[k % 4] += 1.0 / (k + 1)
    print(bins)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
