def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def degrees(nodes, edges):
    result = []
    for node in nodes:
        count = 0
        for edge in edges:
            if edge["from"] == node["id"] or node["id"] == edge["to"]:
                count += edge["weight"]
        result.append([edge["weight"] for edge in edges if edge["to"] == node["id"] or edge["from"] == node["id"]])
        result.append(count)
    return result


edges = [(k % 7, k * 3 % 11, k) for k in range(60)]
rows = [{"from": a, "to": b, "weight": w} for a, b, w in edges]
attempt(degrees, [{"id": k} for k in range(12)], rows)
attempt(degrees, [{"id": k} for k in range(12)], rows + [{"from": 1, "to": None}])
attempt(degrees, [{"id": k} for k in range(12)], rows + [{"from": 11}])
attempt(degrees, [{"id": [k]} for k in range(12)], rows)
