SIZE = 120
def fits(k):
    return k * k % 97 == 4
def main(n):
    found = -1
    for k in range(3, n):
        if fits(k):
            found = k
            break
    print(found)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
