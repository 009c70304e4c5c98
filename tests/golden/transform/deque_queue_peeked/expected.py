from collections import deque


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def admitted(times, limit, window):
    recent = deque()
    result = []
    for time in times:
        while recent and recent[0] <= time - window:
            recent.popleft()
        if len(recent) < limit:
            recent.append(time)
            result.append(time)
        elif recent:
            result.append(recent[-1] == time)
        if recent:
            result.append(recent[-1] - recent[0])
    print(list(recent), sorted(list(recent)))
    return result, len(recent)


attempt(admitted, [1, 2, 3, 11, 12, 12, 13, 40, 41, 41, 42], 2, 10)
attempt(admitted, [], 2, 10)
attempt(admitted, [1, "a"], 2, 10)
