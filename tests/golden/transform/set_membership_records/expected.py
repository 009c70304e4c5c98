import math

BANNED = [str(k) for k in range(0, 60, 7)]


def _hashed(items):
    """Give a frozenset that answers `in` exactly as the list does, or the list itself."""
    plain = {int, float, bool, str, type(None)}
    if type(items) not in (list, tuple) or len(items) < 8:
        return items
    if plain.issuperset(map(type, items)):
        return frozenset(items)
    for item in items:
        if type(item) is not tuple or not plain.issuperset(map(type, item)):
            return items
    return frozenset(items)


class Odd:
    def __eq__(self, other):
        return other == "7"

    __hash__ = None


def keep(rows, wanted):
    kept = []
    wanted_lookup = _hashed(wanted) if type(rows) in (list, tuple) else wanted
    for row in rows:
        if (
            (probe := row["id"]) in (
                wanted_lookup if type(probe) in (int, str) else (wanted_lookup := wanted)
            )
            and row["id"] is not None
        ):
            kept.append(row["id"])
    return kept


nan = math.nan
rows = [{"id": x} for x in (1, 1.0, True, "1", 2, nan, float("nan"), 3, 10, (1, 2), [1], None)]
print(keep(rows, [1, 2, 3, 4, 5, 6, 7, 8, nan]))
print(keep(rows, list(range(20))), keep(rows, []), keep([], 5))
print([type(x).__name__ for x in keep([{"id": Odd()}], [str(k) for k in range(9)])])
print(keep(rows, [[1], 2, 3, 4, 5, 6, 7, 8, 9]), keep(rows[:3], {1: 2}))
try:
    keep(rows, 5)
except TypeError as error:
    print(error)
