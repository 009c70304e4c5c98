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


attempt(code_lengths, [("s%03d" % i, (i * 7919) % 1009) for i in range(500)])
attempt(code_lengths, [(["s%03d" % i], 1) for i in range(300)])
attempt(code_lengths, [])
