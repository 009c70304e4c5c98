def last(text):
    result = ""
    for c in text:
        result += c + "-"
    return result + c


print(last("abc" * 30))
