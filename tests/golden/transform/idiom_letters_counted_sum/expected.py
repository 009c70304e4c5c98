def vowels(text):
    return (
        sum(map(text.count, "aeiou"))
        if type(text) is str and len(text) > 40 and len(set("aeiou")) == len("aeiou") < 32
        else sum(1 for ch in text if ch in "aeiou")
    )


text = "the quick brown fox jumps over the lazy dog, and on"
print(vowels(text), vowels(''), vowels(list(text)))
