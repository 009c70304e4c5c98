SIZE = 20
def main(n):
    last = {}
    for k in range(n):
        last[k * 5 % 7] = len(last)
    print(list(last.items()))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
