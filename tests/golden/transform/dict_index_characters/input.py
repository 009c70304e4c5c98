def first_single(text):
    for character in text:
        if text.count(character) == 1:
            return character
    return None


print(first_single("abcabcd"), first_single(""), first_single("aa"), first_single(["ab", "a", "ab"]))
print(first_single(b"abab!"), first_single([1.0, True, 0, 2]))
