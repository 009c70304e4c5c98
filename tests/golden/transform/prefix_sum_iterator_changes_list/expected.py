def _slice_sums(items, grows=False):
    """Give a function of start and stop that answers sum(items[start:stop]), from totals if all are int."""
    if type(items) is not list or len(items) < 16 and not grows:
        return None
    totals, exact, spent = [0], True, 0

    def slice_sum(start, stop):
        nonlocal exact, spent
        if type(start) is int is type(stop) and 0 <= start <= stop < len(totals) == len(items) + 1:
            return totals[stop] - totals[start]
        first = 0 if start is None else start
        last = len(items) if stop is None and exact else stop
        if type(first) is not int or type(last) is not int:
            exact = False
            totals.clear()
        if exact and first >= 0 and last >= 0:
            last = min(last, len(items))
            first = min(first, last)
            spent += last - first
            if 4 * spent > len(items):
                new = items[len(totals) - 1:]
                exact = {int}.issuperset(map(type, new))
                for item in new if exact else ():
                    totals.append(totals[-1] + item)
                if exact:
                    return totals[last] - totals[first]
                totals.clear()
        return sum(items[start:stop])

    return slice_sum


def sums(queries, rain):
    out = []
    rain_sum = _slice_sums(rain) if type(queries) in (list, tuple) else None
    for first, last in queries:
        out.append((rain_sum(first, last) if rain_sum else sum(rain[first:last])))
    return out


rain = list(range(40))
print(sums(map(lambda k: (rain.insert(k, k), (0, 35))[1], range(30)), rain))
print(sums([(0, 30 + k % 5) for k in range(20)], rain))
Bound = type("Bound", (), {"__index__": lambda self: (rain.reverse(), 12)[1]})
print(sums([(0, 20)] * 9 + [(0, Bound())] + [(0, 20)] * 4, rain))
