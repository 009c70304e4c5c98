def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(text):
    words = []
    words_lookup = set()
    for word in "".join(text).split():
        if word in words_lookup:
            continue
        words.append(word)
        words_lookup.add(word)
    return sorted(words)


attempt(f, "a b a c b")
attempt(f, "")
attempt(f, 7)
