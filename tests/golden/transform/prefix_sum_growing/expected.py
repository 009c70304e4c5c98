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


def means(values):
    seen = []
    result = []
    seen_sum = _slice_sums(seen, grows=True) if type(values) in (list, tuple) else None
    for value in values:
        seen.append(value)
        result.append((seen_sum(None, None) if seen_sum else sum(seen)) / len(seen))
    return result


print(means([3, 1, 4, 1, 5, 9, 2, 6] * 5), means([0.1, 0.2, 0.3] * 5), means([1, 2, 0.5, 1, 1] * 3))
