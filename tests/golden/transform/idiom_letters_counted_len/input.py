def share(text, letters):
    return len([ch for ch in text if ch in letters]) / len(text)


text = "the quick brown fox jumps over the lazy dog, and on"
print(share(text, 'oo'), share(text, ['o']))
print(share(['ae', '', 'a'] * 9, 'aei'))
