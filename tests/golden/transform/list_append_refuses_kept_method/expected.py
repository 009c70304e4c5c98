def grow(n):
    seen = [1]
    push = seen.append
    for x in range(n):
        seen.append(x)
        push(5)
    return seen


print(grow(4))
