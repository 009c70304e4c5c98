def retry(n):
    events = [(k, 0) for k in range(200)]
    out = []
    failures = 0
    rounds = 0
    while failures < 3:
        try:
            while events:
                events.sort()
                first = events.pop(0)
                out.append(first)
                rounds += 1
                if rounds > 130 and failures == 0:
                    for k in range(8):
                        events.append((150.5 + k * 0.5, "x"))
                events.append((first[0] + 300, 0))
                if rounds > n:
                    return out, events
        except TypeError as e:
            failures += 1
            out.append(str(e))
    return out, events

print(retry(400))
