def encode(text):
    result = ""
    i = 0
    while i < len(text):
        count = 1
        while i + count < len(text) and text[i + count] == text[i]:
            count += 1
        result += text[i]
        text = text + "b" if len(text) < 5 else text
        i += count
    return result


print(encode("aab"))
