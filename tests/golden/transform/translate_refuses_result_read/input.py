def squeeze(text):
    result = ""
    for c in text:
        if c not in result:
            result += c
    return result


print(squeeze("abcabcabd" * 10))
