def positions(text, part):
    n = len(text)
    m = len(part)
    found = []
    for i in range(n - m + 1):
        if text[i:i + m] == part:
            found.append(i)
    return found


print(positions("abracadabra", "abra"), positions("aaaa", "aa"), positions("", ""), positions("ab", ""), positions("a", "ab"))
