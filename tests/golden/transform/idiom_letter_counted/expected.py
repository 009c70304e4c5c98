def count(text, letter):
    found = 0
    if (type(text) in (list, str) and type(letter) in (int, str)
            and (type(text) is list or type(letter) is str and len(letter) == 1)):
        found += text.count(letter)
    else:
        for ch in text:
            if ch == letter:
                found += 1
    return found


class Any(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


text = "the quick brown fox jumps over the lazy dog"
print(count(text, 'o'), count('', 'o'), count('aaaa', 'aa'), count('aaaa', ''), count(list(text), 'o'))
print(count(text, Any('o')), count(text, 3), count(['aa', 'a'], 'aa'))
