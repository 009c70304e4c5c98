def positions(text, part):
    n = len(text)
    m = len(part)
    found = []
    if type(text) is str and type(part) is str and len(part) > 0 and n == len(text) and m == len(part):
        i = text.find(part)
        while i >= 0:
            found.append(i)
            i = text.find(part, i + 1)
    else:
        for i in range(n - m + 1):
            if text[i:i + m] == part:
                found.append(i)
    return found


print(positions("abracadabra", "abra"), positions("aaaa", "aa"), positions("", ""), positions("ab", ""), positions("a", "ab"))
