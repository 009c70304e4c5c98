def count(text, part):
    times = 0
    if type(text) is str and type(part) is str and len(part) > 0:
        i = text.find(part)
        while i >= 0:
            times += 1
            i = text.find(part, i + 1)
    else:
        for i in range(len(text) - len(part) + 1):
            if text.startswith(part, i):
                times += 1
    return times


print(count("abracadabra", "abra"), count("aaaa", "aa"), count("", ""), count("ab", ""), count("a", "ab"), count(b"abab", b"ab"))
