def related(articles, wanted):
    found = []
    for article in articles:
        shared = [word for word in wanted if word in article["text"]["words"]]
        found.append((article["id"], shared))
    return found


articles = [{"id": k, "text": {"words": [f"w{k * j % 31}" for j in range(14)]}} for k in range(9)]
wanted = [f"w{k}" for k in range(20)]
print(related(articles, wanted))
print(related([{"id": 1}, {"id": 2, "text": None}], []))
try:
    related([{"id": 1}], wanted)
except KeyError as error:
    print(error.args)
print(related([{"id": 1, "text": {"words": "w1 w2 w3 w4 w5"}}], wanted))
