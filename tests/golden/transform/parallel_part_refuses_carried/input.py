def walk(n):
    state = 1
    seen = []
    for k in range(n):
        for a in range(100):
            for b in range(100):
                state = (state * 31 + a * b + k) % 10007
        seen.append(state)
    return seen


print(walk(3))
