def encode(text, shift):
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    result = ""
    if type(text) is type(result) is str and len(text) > 64 and type(shift) in (int, str):
        def result_for(letter, alphabet=alphabet, shift=shift):
            result = ""
            if letter in alphabet:
                # around the end
                result += alphabet[(alphabet.index(letter) + shift) % 26]
            else:
                result += letter
            return result

        result += text.translate({ord(character): result_for(character) for character in dict.fromkeys(text)})
    else:
        for letter in text:
            if letter in alphabet:
                # around the end
                result += alphabet[(alphabet.index(letter) + shift) % 26]
            else:
                result += letter
    return result


class Word(str):
    def __iter__(self):
        return iter("wow")


text = "the quick brown fox jumps over the lazy dog. " * 3
print(encode(text, 3), encode("short", 3), encode("", 1), encode(Word(text), 1), encode(list(text), 30) == encode(text, 30))
print(encode(text + "\udc80\U0001f600", -5), encode(text, True) == encode(text, 1))
for wrong in ("x", 1.5, None):
    try:
        encode(text, wrong)
    except TypeError as e:
        print(e)
