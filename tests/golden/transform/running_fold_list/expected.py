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


def highs(values):
    values_max = _slice_extremes(values, max)
    return [
        (values_max(None, k + 2) if values_max else max(values[:k + 2])) for k in range(len(values))
    ]


print(highs([0.0, -0.0, 3, 3.0, 2, 8, 8.0, 9] * 5), highs([]), highs([[1], [0], [2]] * 12))
