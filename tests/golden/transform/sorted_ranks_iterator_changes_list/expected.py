def _ranks(items, stays=True):
    """Give a function that counts the items for which `item < value` holds; by bisection if they have an order.

    Another comparison can be given; when it is turned, `value < item` is asked. `stays`: nothing else changes the items.
    """
    import operator
    from bisect import bisect_left, bisect_right

    compares = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
    mirror = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    ordered, kinds, calls = [], None, 0

    def count(sign, value, turned=False):
        nonlocal ordered, kinds, calls
        calls += 1
        if calls == 4 and stays and type(items) is list:
            kinds = next((k for k in ({int, float}, {str}) if k.issuperset(map(type, items))), None)
            if kinds and all(item == item for item in items):
                ordered = sorted(items)
            else:
                kinds = None
        if kinds and type(value) in kinds and value == value:
            side = mirror[sign] if turned else sign
            smaller = (bisect_left if side in ("<", ">=") else bisect_right)(ordered, value)
            return smaller if side in ("<", "<=") else len(ordered) - smaller
        if type(value) not in (int, float, bool, str):
            kinds, calls = None, 4
        compare = compares[sign]
        if turned:
            return sum([1 for item in items if compare(value, item)])
        return sum([1 for item in items if compare(item, value)])

    return count


def ranks(times, others):
    out = []
    others_rank = _ranks(others, stays=type(times) in (list, tuple, range))
    for time in times:
        rank = 0
        rank += others_rank("<", time)
        out.append(rank)
    return out


others = list(range(40))
print(ranks(map(lambda k: (others.append(0), k)[1], range(20)), others))
print(ranks(range(20), others))
Time = type("Time", (), {"__gt__": lambda self, other: others.__setitem__(39, 1)})
print(ranks([20] * 6 + [Time()] + [20, 30], others))
