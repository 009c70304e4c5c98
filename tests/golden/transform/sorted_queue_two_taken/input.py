import random


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def code_lengths(frequencies):
    nodes = []
    for symbol, count in frequencies:
        nodes.append((count, symbol))
    depth = 0
    while len(nodes) > 1:
        nodes = sorted(nodes)
        left = nodes[0]
        right = nodes[1]
        nodes = nodes[2:]
        depth += left[0]
        nodes.append((left[0] + right[0], left[1] + right[1]))
    return depth, nodes[0][0], nodes[0][1][:30]


attempt(code_lengths, [((i * 7919) % 1009, "s%03d" % i) for i in range(300)])
attempt(code_lengths, [(1, ["s%03d" % i]) for i in range(300)])
attempt(code_lengths, [])
