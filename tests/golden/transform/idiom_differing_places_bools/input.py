def signs(first, second):
    return sum(a != b for a, b in zip(first, second))


class Odd(str):
    def __iter__(self):
        return iter("xyz")


print(signs('abc', 'abd'), signs('a', ''))
print(signs(Odd('abc'), 'xyw'), signs(['a'], 'a'))
