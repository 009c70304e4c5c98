def tries(texts):
    out = []
    value = 0
    for t in ["1", "x", "2"]:
        try:
            value = int(t)
        except ValueError:
            out.append(value)
    return out
