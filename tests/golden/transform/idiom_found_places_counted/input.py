def count(text, part):
    times = 0
    for i in range(len(text) - len(part) + 1):
        if text.startswith(part, i):
            times += 1
    return times


print(count("abracadabra", "abra"), count("aaaa", "aa"), count("", ""), count("ab", ""), count("a", "ab"), count(b"abab", b"ab"))
