def forget():
    global unique
    unique = []


unique = []
for word in "a b a c".split():
    if word not in unique:
        unique.append(word)
    forget()
print(unique)
