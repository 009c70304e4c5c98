"""Run-length encoding of a text."""


def compress(text):
    result = ""
    i = 0
    while i < len(text):
        count = 1
        while i + count < len(text) and text[i + count] == text[i]:
            count += 1
        result += text[i] + str(count)
        i += count
    return result


def main(n):
    text = "".join(["abcde"[k % 5] * (k * 7 % 23 + 1) for k in range(n // 12)])
    coded = compress(text)
    print(len(coded), coded[:20])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 700000)
