def consonants(text):
    kept = ""
    for c in text:
        if c.isalpha() and c.lower() not in "aeiou":
            kept += c.upper()
    return kept


print(consonants("Stra\u00dfe und Gr\u00f6\u00dfe, " * 9), consonants("aeiou" * 20))
