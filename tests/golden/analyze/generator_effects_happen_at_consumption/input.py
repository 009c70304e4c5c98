LOG = []


def note(k):
    LOG.append(k)
    return len(LOG)


def main(n):
    lazy = (note(k) for k in range(100))
    out = []
    for k in range(n):
        out.append(next(lazy))
    return out


print(main(4), LOG)
