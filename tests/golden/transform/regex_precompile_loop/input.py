"""Counts items."""
import re
import sys


def main(n):
    hits = 0
    for k in range(n):
        m = re.match(r"(\d+)-(\w+)", "%d-item" % k)
        if m and len(m.group(1)) > 1:
            hits += 1
        label = re.sub('[aeiou]+', lambda m: m.group().upper(), "%d-item" % k, 1, flags=re.I | re.M)
        if re.match(r"(\d+)-(\w+)", label):  # the same once more
            hits += 1
        parts = re.split(
            r"-",
            label, maxsplit=1,
        )
        hits += len(parts) + len(re.findall("é|[^\\W\\d_]{2,3}?", label, flags=0))
    return hits


print(main(40))
