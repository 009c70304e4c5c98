def clean(lines):
    words = []
    for line in lines:
        for word in line.split():
            words = words + [word.lower()]  # one more
    return words


print(clean(["A b C"] * 3), clean([]))
try:
    clean(["a", 5])
except AttributeError as e:
    print(e)
