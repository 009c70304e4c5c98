SIZE = 20
def main(n):
    text = "a'b c'd " * n
    quoted, words = False, [""]
    for c in text:
        if c == "'":
            quoted = not quoted
        elif c == " " and not quoted:
            words.append("")
        else:
            words[-1] += c
    print(words[:5])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
