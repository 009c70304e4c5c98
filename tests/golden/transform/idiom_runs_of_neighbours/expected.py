from itertools import groupby


def encode(text):
    out = []
    count = 1
    if type(text) is str and count == 1:
        lengths = [len(list(run)) for key, run in groupby(text)]
        i = 0
        for count in lengths[:-1]:
            i += count
            out.append((text[i - 1], count, text[i]))
        count = lengths[-1] if text else 1
    else:
        for i in range(1, len(text)):
            if text[i] == text[i - 1]:
                count += 1
            else:
                out.append((text[i - 1], count, text[i]))
                count = 1
    return out, count


for value in ("", "a", "aab", "abccccd", "ΣΣςß", ["a", "a", "b"], (1, 1.0, True), None, "x" * 300):
    try:
        print(encode(value))
    except Exception as error:
        print(type(error).__name__, error)

