MAX_RUNS = 100000
SIZE = 0
skipped = []


def encode(text):
    global SIZE
    SIZE = len(text)
    out = []
    i = 0
    while i < SIZE:
        j = i + 1
        while j < SIZE and text[j] == text[i]:
            j += 1
        out.append(text[i] + str(j - i))
        enough(out)
        i = j
    return "".join(out)


def enough(out):
    """No more than so many runs are wanted."""
    global SIZE
    if len(out) >= MAX_RUNS:
        SIZE = 0


if __name__ == "__main__":
    t = "aaaabbbccdddddddddddddddddddddddddddddddd" * 2000
    print(len(encode(t)))
