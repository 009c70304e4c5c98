def unique(n):
    seen = [k for k in range(20)]

    def note(k):
        seen.append(k)
    for k in range(n):
        if k not in seen:
            note(k)
    return seen
