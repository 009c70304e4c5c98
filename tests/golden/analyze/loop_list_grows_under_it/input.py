def grow():
    xs = [1, 2, 3]
    for x in xs:
        if len(xs) < 9:
            xs.append(x)
    return xs
