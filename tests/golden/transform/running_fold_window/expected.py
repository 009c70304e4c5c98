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


def coldest(temperatures, days):
    result = []
    temperatures_min = _slice_extremes(temperatures, min)
    for day in range(len(temperatures)):
        first = max(0, day - days + 1)
        result.append(
            (
                temperatures_min(first, day + 1)
                if temperatures_min
                else min(temperatures[first:day + 1])
            )
        )
    return result


print(coldest([(k * 37 + k // 9) % 41 - 15 for k in range(70)], 9))
print(coldest([0.0, -0.0, 0, -0.0, 1.5, -0.0] * 9, 3), coldest([1, 2.5, 1.0, True] * 9, 2))
nan = float("nan")
print(coldest([3, nan, 2, 1, nan, 5] * 7, 3), coldest(list("hello world, how are you"), 4))
try:
    coldest([1, 2, 3] * 12 + ["x"], 4)
except TypeError as e:
    print(e)
