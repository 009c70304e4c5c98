def loud(text):
    result = ""
    for c in text:
        print(c)
        result += c
    return result


print(loud("ab"))
