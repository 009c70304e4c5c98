def encode(text):
    result = ""
    i = 0
    while i < len(text):
        count = 1
        while i + count < len(text) and text[i + count] == text[i]:
            count += 1
        if count > 3:
            break
        result += text[i]
        i += count
    return result, i


print(encode("aabbbbc"))
