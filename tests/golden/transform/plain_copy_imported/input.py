from copy import deepcopy


def keep(history, state):
    history.append(deepcopy(state))
    return history


state = [1, 2, "x"]
history = keep([], state)
state.append(3)
print(keep(history, state), history[0] is not state)
