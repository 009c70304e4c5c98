words = ("the quick brown fox " * 5 + "a b c").split()
unique = []
_unique_lookup = set()
for word in words:
    if word not in _unique_lookup:
        unique.append(word)
        _unique_lookup.add(word)
print(unique)
