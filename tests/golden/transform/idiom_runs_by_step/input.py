def encode(text):
	pairs = []
	i = 0
	while i < len(text):
		count = 1
		while i + 1 < len(text) and text[i] == text[i + 1]:
			i += 1
			count += 1
		for _ in range(2):
			pairs.append((text[i], count, i))
		i += 1
	return pairs, i


for value in ("", "a", "aab", "abccccd", "ΣΣςß", ["a", "a", "b"], (1, 1.0, True), None, "x" * 300):
    try:
        print(encode(value))
    except Exception as error:
        print(type(error).__name__, error)

