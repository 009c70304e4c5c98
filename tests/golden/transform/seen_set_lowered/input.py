def words(text):
    """Every word once."""
    found = []
    for word in text.split():
        if word.lower() not in found:
            found.append(word.lower())
    return found


print(words("The cat and the dog and THE bird"))
