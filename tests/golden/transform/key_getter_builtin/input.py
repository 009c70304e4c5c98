def longest(words):
    return max(words, key=lambda word: len(word))


print(longest(["a", "ccc", "bbb"]), longest([[], (1,)]))
for words in ([], [1], None):
    try:
        longest(words)
    except Exception as e:
        print(type(e), e.args)
