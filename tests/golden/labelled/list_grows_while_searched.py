SIZE = 20
def main(n):
    known = [0]
    hits = 0
    for k in range(n):
        if k * k % 7 in known:
            hits += 1
            known.append(k % 5)
    print(hits, known)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
