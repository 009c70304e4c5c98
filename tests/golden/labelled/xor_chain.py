SIZE = 20
def main(n):
    data = bytearray(range(n))
    for i in range(1, n):
        data[i] ^= data[i - 1]
    print(bytes(data))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
