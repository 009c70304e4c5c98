def consonants(text):
    kept = ""
    if type(text) is type(kept) is str and len(text) > 64:
        def kept_for(c):
            kept = ""
            if c.isalpha() and c.lower() not in "aeiou":
                kept += c.upper()
            return kept

        kept += text.translate(
            {ord(character): kept_for(character) for character in dict.fromkeys(text)}
        )
    else:
        for c in text:
            if c.isalpha() and c.lower() not in "aeiou":
                kept += c.upper()
    return kept


print(consonants("Stra\u00dfe und Gr\u00f6\u00dfe, " * 9), consonants("aeiou" * 20))
