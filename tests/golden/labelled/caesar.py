SIZE = 20
def main(n):
    text = "attack at dawn " * n
    out = ""
    for c in text:
        if c.isalpha():
            out += chr((ord(c) - 97 + 3) % 26 + 97)
        else:
            out += c
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
