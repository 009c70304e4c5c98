def positions(text, part):
    found = []
    for i in range(len(text) - len(part) + 1):
        if text[i:i + len(part)] == part:
            found.append(i)
    return found


print(positions("abracadabra", "abra"), positions("aaaa", "aa"), positions("", ""), positions("ab", ""), positions("a", "ab"))
print(positions([1, 2, 1, 2, 1], [1, 2]), positions(b"abab", b"ab"))
