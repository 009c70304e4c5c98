def waves(n):
    events = [((k * 7919) % 1009, k) for k in range(300)]
    out = []
    left = 0
    for wave in range(n):
        left = 0 if 80 < wave < 90 else 3
        while left:
            events.sort()
            first = events.pop(0)
            out.append(first)
            left -= 1
            events.append((first[0] % 50, wave))
        else:
            out.append(events.pop(0))
            events.append((wave % 13, wave))
    return out

print(waves(200))
