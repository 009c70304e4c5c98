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


def answer(rain, queries):
    sums = []
    rain_sum = _slice_sums(rain) if type(queries) in (list, tuple) else None
    for first, last in queries:
        sums.append((rain_sum(first, last + 1) if rain_sum else sum(rain[first:last + 1])))
    return sums


rain = [k * 37 % 61 for k in range(50)]
queries = [(k % 50, k * 7 % 50) for k in range(60)] + [(-3, 7), (0, 99), (60, 70), (-99, 5), (5, -2)]
print(answer(rain, queries))
print(answer([0.1 * k for k in range(50)], queries), answer([True] * 40, queries), answer(tuple(rain), queries))
for wrong in (rain + ["x"], 5, {1: 2}):
    try:
        print(answer(wrong, queries))
    except TypeError as e:
        print(e)
try:
    answer(rain, [(0, 5), (None, 3)])
except TypeError as e:
    print(e)
