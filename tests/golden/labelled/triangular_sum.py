SIZE = 20
def main(n):
    total = 0
    for i in range(n):
        for j in range(i):
            total += i * j
    print(total)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
