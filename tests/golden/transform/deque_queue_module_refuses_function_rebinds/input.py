graph = {i: [(i * 2 + 1) % 20] for i in range(20)}
def reset():
    global queue
    if len(queue) > 3:
        queue = [1]


queue = [0]
seen = {0}
while queue:
    node = queue.pop(0)
    reset()
    for other in graph[node]:
        if other not in seen:
            seen.add(other)
            queue.append(other)
