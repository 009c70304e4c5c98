def vowels(text):
    return sum(1 for ch in text if ch in "aeiou")


text = "the quick brown fox jumps over the lazy dog, and on"
print(vowels(text), vowels(''), vowels(list(text)))
