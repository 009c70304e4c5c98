graph = {i: [(i * 2 + 1) % 20] for i in range(20)}
queue = [0]
seen = {0}
while queue:
    node = queue.pop(0)
    import __main__; print(getattr(__main__, "queue", None))
    for other in graph[node]:
        if other not in seen:
            seen.add(other)
            queue.append(other)
