from itertools import groupby


def encode(text):
    result = ""
    i = 0
    if type(text) is str and i >= 0:
        for count in [len(list(run)) for key, run in groupby(text[i:])]:
            if count > 1:
                result += str(count)
                if count > 99:
                    return result + "!"
            result += text[i]
            i += count
    else:
        while i < len(text):
            count = 1
            while i + count < len(text) and text[i + count] == text[i]:
                count += 1
            # A run of one is written without its length.
            if count > 1:
                result += str(count)
                if count > 99:
                    return result + "!"
            result += text[i]  # the letter
            i += count
    return result, i


for value in ("", "a", "aab", "abccccd", "ΣΣςß", ["a", "a", "b"], (1, 1.0, True), None, "x" * 300):
    try:
        print(encode(value))
    except Exception as error:
        print(type(error).__name__, error)

