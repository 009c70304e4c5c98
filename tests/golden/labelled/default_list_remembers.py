SIZE = 20
def push(x, bag=[]):
    bag.append(x)
    return len(bag)
def main(n):
    out = []
    for k in range(n):
        out.append(push(k % 3))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
