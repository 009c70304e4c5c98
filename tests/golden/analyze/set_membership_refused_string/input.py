def vowels(text):
    wanted = "aeiou"
    return sum(1 for c in text if c in wanted)
