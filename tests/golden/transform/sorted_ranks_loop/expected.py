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


def ranks(times):
    result = []
    times_rank = _ranks(times)
    for time in times:
        rank = 1
        rank += times_rank("<", time)
        result.append(rank)
    return result


class Odd:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        print("asked", self.value)
        return self.value < other.value


nan = float("nan")
print(ranks([k * 7919 % 31 for k in range(40)]), ranks([]), ranks([2.5, 1, -0.0, 0, 0.0, 2] * 4), ranks(list("hello world")))
print(ranks([1, nan, 0, 2, nan, 3] * 3), ranks([True, 0, 2] * 5), ranks(tuple(range(10)) * 2))
print(ranks([Odd(k) for k in (2, 1)]))
for wrong in ([1] * 12 + ["x"], [None] * 12):
    try:
        ranks(wrong)
    except TypeError as e:
        print(e)
