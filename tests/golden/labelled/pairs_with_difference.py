SIZE = 20
def main(n):
    xs = [(k * 37) % 101 for k in range(n)]
    pairs = 0
    for i in range(n):
        for j in range(i + 1, n):
            if xs[i] - xs[j] == 3:
                pairs += 1
    print(pairs)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
