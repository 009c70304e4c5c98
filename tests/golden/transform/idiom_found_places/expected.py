def positions(text, part):
    found = []
    if type(text) is str and type(part) is str and len(part) > 0:
        i = text.find(part)
        while i >= 0:
            found.append(i)
            i = text.find(part, i + 1)
    else:
        for i in range(len(text) - len(part) + 1):
            if text[i:i + len(part)] == part:
                found.append(i)
    return found


print(positions("abracadabra", "abra"), positions("aaaa", "aa"), positions("", ""), positions("ab", ""), positions("a", "ab"))
print(positions([1, 2, 1, 2, 1], [1, 2]), positions(b"abab", b"ab"))
