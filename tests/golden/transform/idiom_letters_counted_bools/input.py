def signs(text, letters):
    return sum(ch in letters for ch in text)


text = "the quick brown fox jumps over the lazy dog, and on"
print(signs(text, 'the'))
print(signs('', 'a'))
