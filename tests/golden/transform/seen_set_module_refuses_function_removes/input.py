def forget():
    if len(unique) > 1:
        del unique[0]


unique = []
for word in "a b a c".split():
    if word not in unique:
        unique.append(word)
    forget()
print(unique)
