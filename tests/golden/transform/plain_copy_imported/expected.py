from copy import deepcopy


def _copied(value, deepcopy):
    """Give deepcopy(value); of lists of plain values, or of rows of plain values, without visiting each."""
    plain = {int, float, bool, str, type(None)}
    if type(value) is not list:
        return deepcopy(value)
    kinds = set(map(type, value))
    if kinds <= plain:
        return value[:]
    if len(kinds) == 1 and len(set(map(id, value))) == len(value):
        if kinds == {list} and all(plain.issuperset(map(type, row)) for row in value):
            return [row[:] for row in value]
        if kinds == {dict} and all(plain.issuperset(map(type, row)) and
                                   plain.issuperset(map(type, row.values())) for row in value):
            return [row.copy() for row in value]
    return deepcopy(value)


def keep(history, state):
    history.append(_copied(state, deepcopy))
    return history


state = [1, 2, "x"]
history = keep([], state)
state.append(3)
print(keep(history, state), history[0] is not state)
