SIZE = 20
def main(n):
    a = list(range(n))
    for i in range(n):
        a[i] = a[n - 1 - i] + 1
    print(a)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
