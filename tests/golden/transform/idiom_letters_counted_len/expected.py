def share(text, letters):
    return (sum(
        map(text.count, letters)
    ) if type(text) is str and type(letters) is str and len(text) > 40
        and len(set(letters)) == len(letters) < 32
        else len([ch for ch in text if ch in letters])) / len(text)


text = "the quick brown fox jumps over the lazy dog, and on"
print(share(text, 'oo'), share(text, ['o']))
print(share(['ae', '', 'a'] * 9, 'aei'))
