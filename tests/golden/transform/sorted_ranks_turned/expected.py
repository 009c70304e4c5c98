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


def better(scores, limits):
    scores_rank = _ranks(scores, stays=type(limits) in (list, tuple))
    return [scores_rank("<=", limit, turned=True) for limit in limits]


scores = [k * 37 % 41 for k in range(50)]
print(better(scores, list(range(-2, 45))), better(scores, [1.5, True, 10 ** 30] * 5), better(["a", "c"] * 8, ["b", "c"] * 8))
try:
    better(scores, [5] * 9 + ["x"])
except TypeError as e:
    print(e)
