SIZE = 20
def main(n):
    words = ["x" * (k % 6) for k in range(n)]
    counts = {}
    for w in words:
        counts[len(w)] = counts.get(len(w), 0) + 1
    print(counts)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
