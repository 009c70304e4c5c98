def rest(items, start):
    out = []
    if type(start) is int and type(items) is list and out is not items and start >= 0:
        if start < len(items):
            out.extend(items[start:])
            start = len(items)
    else:
        while start < len(items):
            out.append(items[start])
            start += 1
    return out, start


for start in (0, 3, 5, 6, -2, True, 1.0):
    try:
        print(rest(["a", "b", None, [], 4], start), rest((1, 2, 3), start), rest("text", start))
    except TypeError as error:
        print(error)
