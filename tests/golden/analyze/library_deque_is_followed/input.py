from collections import deque


def neighbours(k):
    queue = deque([k])
    seen = []
    while queue:
        x = queue.popleft()
        seen.append(x)
        if x < 8:
            queue.append(x + 3)
    return len(seen)


def main(n):
    out = []
    for k in range(n):
        out.append(neighbours(k))
    return out


print(main(10))
