words = ("the quick brown fox " * 5 + "a b c").split()
unique = []
for word in words:
    if word not in unique:
        unique.append(word)
print(unique)
