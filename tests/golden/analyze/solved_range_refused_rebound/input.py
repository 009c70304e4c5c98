def hits(n, start, goal, step):
    """Numbers that lead to the goal, which moves on after each hit that is large enough."""
    found = []

    def advance():
        nonlocal goal
        goal += step

    for c in range(n):
        if start + c == goal:
            found.append(c)
            if c > 20000000:
                advance()
    return found


def wait(n, start, goal, hooks):
    found = []

    def advance(by):
        nonlocal goal
        goal += by

    for hook in hooks:
        hook(advance)
    for c in range(n):
        if start + c == goal:
            found.append(c)
            for hook in hooks:
                hook(None)
    return found


if __name__ == "__main__":
    print(sum(len(hits(30000, s, 29990, 10)) for s in range(200)))
    print(sum(len(wait(30000, s, 29990, [])) for s in range(200)))
