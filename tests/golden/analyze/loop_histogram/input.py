def count(text):
    seen = [0] * 256
    for c in b"some text":
        seen[c] += 1
    return seen
