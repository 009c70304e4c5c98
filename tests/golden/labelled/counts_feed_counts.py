SIZE = 20
def main(n):
    counts = [1] * 5
    for k in range(n):
        counts[k % 5] += counts[(k + 1) % 5]
    print(counts)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
