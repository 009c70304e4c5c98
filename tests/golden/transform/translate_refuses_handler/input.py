def numbers(text):
    result = ""
    try:
        for c in text:
            result += str(int(c))
    except ValueError:
        pass
    return result


print(numbers("12345" * 20 + "x"))
