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


def averages(data, width):
    result = []
    data_sum = _slice_sums(data) if type(width) is int else None
    for start in range(len(data) - width + 1):
        window = data[start:start + width]
        result.append((data_sum(start, start + width) if data_sum else sum(window)) / width)
    return result


print(averages([k * 7 % 13 for k in range(60)], 8), averages([], 3), averages([1, 2], 0) if False else "")
