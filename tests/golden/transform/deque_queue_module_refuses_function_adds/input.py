graph = {i: [(i * 2 + 1) % 20] for i in range(20)}
def add(n):
    if n < 5:
        queue.insert(0, n + 20)
        graph[n + 20] = []


queue = [0]
seen = {0}
while queue:
    node = queue.pop(0)
    add(node)
    for other in graph[node]:
        if other not in seen:
            seen.add(other)
            queue.append(other)
