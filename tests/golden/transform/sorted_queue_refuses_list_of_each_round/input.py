def lines(rows):
    result = []
    for row in rows:
        words = []
        for word in row:
            words.append(word)
        words.sort()
        result += words
    return result


print(lines(["hello", "world"]))
