def by_first(words):
    table = {}
    for word in words:
        table[word] = table.get(word, []) + [len(table)]
    return table


print(by_first("the cat and the dog and the bird".split()))
