def build(n):
    text = ""
    for x in range(n):
        text = text + [x] if False else text + "x"
    return text


print(build(3))
