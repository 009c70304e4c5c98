def by_first(words):
    table = dict()
    for word in words:
        if type(word) in (int, str):
            table.setdefault(word, []).append((word * 2))
        else:
            if word in table:
                table[word] = table[word] + [word * 2]
            else:
                table[word] = [word * 2]
    return table


print(by_first("the cat and the dog and the bird".split()), by_first([1, True, 1.0]))
