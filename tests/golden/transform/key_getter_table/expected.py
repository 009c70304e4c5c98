def shortest(graph, start):
    distance = {node: 10 ** 9 for node in graph}
    distance[start] = 0
    rest = list(graph)
    while rest:
        node = min(rest, key=distance.__getitem__)
        rest.remove(node)
        for other, weight in graph[node]:
            if distance[node] + weight < distance[other]:
                distance[other] = distance[node] + weight
    return distance


print(shortest({"a": [("b", 7), ("c", 1)], "b": [], "c": [("b", 2)]}, "a"))
try:
    shortest({"a": [("x", 1)]}, "a")
except KeyError as e:
    print(e)
