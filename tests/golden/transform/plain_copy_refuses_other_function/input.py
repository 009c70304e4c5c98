def deepcopy(value):
    return value


def keep(state):
    return deepcopy(state)


print(keep([1]))
