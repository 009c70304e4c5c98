def alternate(text):
    result = ""
    up = True
    for c in text:
        if up:
            result += c.upper()
        else:
            result += c
        up = not up
    return result


print(alternate("abcdefgh" * 10))
