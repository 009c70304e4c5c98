import re

LOG = []


def note(m):
    LOG.append(m.group())
    return str(len(LOG))


def main(n):
    out = []
    for k in range(n):
        out.append(re.sub("[0-9]", note, str(k)))
    return out


print(main(4), LOG)
