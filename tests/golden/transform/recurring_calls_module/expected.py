def _remembering(function):
    """Give function with a memory for arguments that are exactly int or str."""
    known = {}

    def remembered(argument, *constants):
        if type(argument) not in (int, str):
            return function(argument, *constants)
        value = known.get(argument, known)
        if value is known:
            value = function(argument, *constants)
            if len(known) < 100000:
                known[argument] = value
        return value

    return remembered


def weight(n):
    total = 0
    for k in range(1, n + 200):
        if n % k == 0:
            total += k * k
    return total


items = [3, 5, 3, 3, 5, 9]
total = 0
_weight_once = _remembering(weight)
for item in items:
    total += _weight_once(item)
print(total)
