from itertools import groupby


def spans(text):
  found = []
  start = 0
  if type(text) is str and start >= 0:
    for length in [len(list(run)) for key, run in groupby(text[start:])]:
      end = start + length
      if end - start > 1:
        found.append((text[start], start, end))
      start = end
  else:
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

