def group(words):
    groups = []
    for word in words:
        for members in groups:
            if sorted(members[0]) == sorted(word):
                members.append(word)
                break
        else:
            groups.append([word])
    return groups


words = ["tea", "eat", "tan", "ate", "nat", "bat", "t", "", "ta", "at", "tab", "eta", "ant", "", "na"]
print(group(words), group(words + [(1, 2), [2, 1], "tea"]))
try:
    group(words + [5])
except TypeError as e:
    print(e)
