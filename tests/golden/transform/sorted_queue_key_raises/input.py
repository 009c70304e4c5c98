def keyed(n):
    events = [((k * 7919) % 1009, k) for k in range(300)]
    out = []
    rounds = 0
    while events:
        events.sort(key=lambda e: e[0])
        first = events.pop(0)
        out.append(first)
        rounds += 1
        events.append((first[0] + 100, rounds))
        if rounds == n:
            events.append(5)
            events.append(())
    return out


try:
    print(len(keyed(100)))
except Exception as e:
    print(repr(e))
