"""Counts items."""
import re
import sys

_MAIN_PATTERN = re.compile(r"(\d+)-(\w+)")
_LABEL_PATTERN = re.compile('[aeiou]+', re.I | re.M)
_PARTS_PATTERN = re.compile(r"-")
_MAIN_PATTERN_2 = re.compile("é|[^\\W\\d_]{2,3}?")


def main(n):
    hits = 0
    for k in range(n):
        m = _MAIN_PATTERN.match("%d-item" % k)
        if m and len(m.group(1)) > 1:
            hits += 1
        label = _LABEL_PATTERN.sub(lambda m: m.group().upper(), "%d-item" % k, 1)
        if _MAIN_PATTERN.match(label):  # the same once more
            hits += 1
        parts = _PARTS_PATTERN.split(
            label, maxsplit=1,
        )
        hits += len(parts) + len(_MAIN_PATTERN_2.findall(label))
    return hits


print(main(40))
