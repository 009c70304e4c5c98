def signs(text, letters):
    return (sum(
        map(text.count, letters)
    ) if type(text) is str and type(letters) is str and len(text) > 40
        and len(set(letters)) == len(letters) < 32 else sum(ch in letters for ch in text))


text = "the quick brown fox jumps over the lazy dog, and on"
print(signs(text, 'the'))
print(signs('', 'a'))
