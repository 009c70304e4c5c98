def spans(text):
  found = []
  start = 0
  while start < len(text):
    end = start
    while end < len(text) and text[end] == text[start]:
      end += 1
    if end - start > 1:
      found.append((text[start], start, end))
    start = end
  return found, start


for value in ("", "a", "aab", "abccccd", "ΣΣςß", ["a", "a", "b"], (1, 1.0, True), None, "x" * 300):
    try:
        print(spans(value))
    except Exception as error:
        print(type(error).__name__, error)

