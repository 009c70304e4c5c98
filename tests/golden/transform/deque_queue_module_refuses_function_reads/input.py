graph = {i: [(i * 2 + 1) % 20] for i in range(20)}
def show():
    print(queue)


queue = [0]
seen = {0}
while queue:
    node = queue.pop(0)
    show()
    for other in graph[node]:
        if other not in seen:
            seen.add(other)
            queue.append(other)
