def longest(text):
    best = ""
    for i in range(len(text)):
        for j in range(i + 1, len(text) + 1):
            part = text[i:j]
            if part == part[::-1] and len(part) > len(best):
                best = part
    return best


print(longest("abacabad"), longest(""), longest("abc"), longest([]))
try:
    longest([1, 2, 1])
except TypeError as error:
    print(error.args)
