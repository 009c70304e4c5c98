SIZE = 20
def main(n):
    counts = {k: 1 for k in range(7)}
    for k in range(n):
        counts[k % 7] = counts.get((k + 1) % 7, 0) + 1
    print(counts)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
