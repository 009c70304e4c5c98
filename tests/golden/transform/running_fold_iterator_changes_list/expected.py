def _slice_extremes(items, best, grows=False):
    """Give a function of start and stop that answers best(items[start:stop]); cheap while both move forward."""
    from collections import deque
    from operator import gt, lt

    if type(items) is not list or len(items) < 16 and not grows:
        return None
    loses = lt if best is max else gt
    window, left, right, known, spent = deque(), 0, 0, 0, 0
    moves_on = True

    def is_ordered(new):
        kinds = set(map(type, new))
        return kinds <= {int} or kinds <= {int, float} and not any(item != item for item in new)

    def extreme(start, stop):
        nonlocal left, right, known, spent, moves_on
        first = 0 if start is None else start
        last = len(items) if stop is None and moves_on else stop
        moves_on = moves_on and type(first) is int is type(last)
        if not moves_on or not 0 <= first < last <= len(items):
            return best(items[start:stop])
        if 4 * spent <= len(items):
            spent += last - first
            return best(items[start:stop])
        if known < len(items):
            moves_on = is_ordered(items[known:])
            known = len(items)
        moves_on = moves_on and left <= first and right <= last
        if not moves_on:
            return best(items[start:stop])
        if first > right:
            window.clear()
            right = first
        left = first
        while right < last:
            item = items[right]
            while window and loses(items[window[-1]], item):
                window.pop()
            window.append(right)
            right += 1
        while window[0] < first:
            window.popleft()
        return items[window[0]]

    return extreme


def peaks(ends, values):
    out = []
    values_max = _slice_extremes(values, max) if type(ends) in (list, tuple, range) else None
    for end in ends:
        out.append((values_max(None, end) if values_max else max(values[:end])))
    return out


values = list(range(40))
print(peaks(map(lambda k: (values.insert(0, 100 - k), k)[1], range(1, 39)), values))
print(peaks(range(1, 50), values))
Bound = type("Bound", (), {"__index__": lambda self: (values.insert(0, 900), 12)[1]})
print(peaks([10, 11, 12, 13, Bound(), 14, 15], values))
