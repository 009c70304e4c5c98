KNOWN = ["w%d" % k for k in range(50)]


def clean(word):
    if word.isupper():
        KNOWN.append(word.lower())
    return word.lower()


def unknown(words):
    out = []
    for word in map(clean, words):
        if word not in KNOWN:
            out.append(word)
    return out


print(unknown(["nasa", "NASA", "nasa", "w3"]))
