def states(n):
    now = []
    history = []
    for x in range(n):
        now = now + [x]
        history.append(now)
    return history


print(states(3))
