def ranks(times, others):
    out = []
    for time in times:
        rank = 0
        for other in others:
            if other < time:
                rank += 1
        out.append(rank)
    return out


others = list(range(40))
print(ranks(map(lambda k: (others.append(0), k)[1], range(20)), others))
print(ranks(range(20), others))
Time = type("Time", (), {"__gt__": lambda self, other: others.__setitem__(39, 1)})
print(ranks([20] * 6 + [Time()] + [20, 30], others))
