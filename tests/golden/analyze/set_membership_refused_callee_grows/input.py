def note(log, k):
    log.append(k)


def unique(n):
    seen = [k for k in range(20)]
    for k in range(n):
        if k not in seen:
            note(seen, k)
    return seen
