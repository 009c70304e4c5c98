SIZE = 20
serial = 0
def stamp(k):
    global serial
    serial += 1
    return serial * 1000 + k
def main(n):
    out = []
    for k in range(n):
        out.append(stamp(k))
    print(out[-1], serial)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
