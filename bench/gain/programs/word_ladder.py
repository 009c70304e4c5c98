"""The shortest ladder between two codes that differ in one digit per step."""


def neighbours(code, codes):
    found = []
    for position in range(len(code)):
        for digit in "0123456789":
            changed = code[:position] + digit + code[position + 1:]
            if changed != code and changed in codes:
                found.append(changed)
    return found


def shortest(start, goal, codes):
    queue = [(start, 0)]
    visited = [start]
    while queue:
        code, steps = queue.pop(0)
        if code == goal:
            return steps
        for changed in neighbours(code, codes):
            if changed not in visited:
                visited.append(changed)
                queue.append((changed, steps + 1))
    return -1


def main(n):
    codes = ["%04d" % (k * 7 % 10000) for k in range(n)]
    print(shortest(codes[0], codes[-1], codes))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
