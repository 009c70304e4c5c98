def best(rest, scores):
    if scores:
        table = {}
        for name, score in scores:
            table[name] = score
    try:
        return max(rest, key=lambda name: table[name])
    except ValueError:
        return None


print(best([], []), best("ab", [("a", 1), ("b", 2)]))
