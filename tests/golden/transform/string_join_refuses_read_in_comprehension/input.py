def f(rows):
    text = ""
    for row in rows:
        text += str(row)
        print([len(text) for _ in row])
    return text


print(f(["ab", "c"]))
