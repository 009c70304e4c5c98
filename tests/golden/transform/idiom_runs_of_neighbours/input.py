def encode(text):
    out = []
    count = 1
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

