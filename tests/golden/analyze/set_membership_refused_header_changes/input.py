def load(words, known):
    for word in words:
        if word.isupper():
            known.append(word.lower())
    return [word.lower() for word in words]


def fresh(words, known):
    out = []
    for word in load(words, known):
        # what load() adds is known by now
        if word not in known:
            out.append(word)
    return out


print(fresh(["nasa", "NASA", "b"], ["x"] * 20))
