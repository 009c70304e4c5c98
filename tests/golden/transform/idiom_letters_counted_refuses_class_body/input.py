class Page:
    letters = text = "a text of some length"
    try:
        size = sum(1 for ch in text if ch in letters)
    except NameError as e:
        print(e)


text = "the quick brown fox jumps over the lazy dog, and on"
