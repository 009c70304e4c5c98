def encode(text):
    if not text:
        return ""
    out = ""
    previous = text[0]
    count = 1
    for letter in text[1:]:
        if letter == previous:
            count += 1
        else:
            out += previous + str(count)
            previous = letter
            count = 1
    return out + previous + str(count)


for value in ("", "a", "aab", "abccccd", "ΣΣςß", ["a", "a", "b"], (1, 1.0, True), None, "x" * 300):
    try:
        print(encode(value))
    except Exception as error:
        print(type(error).__name__, error)

