def steps(days):
    groups = {}
    seen = []
    for day in days:
        for city, name in day:
            groups[city] = groups.get(city, []) + [name]
        seen.append(dict(groups))
    return seen


print(steps([[("a", 1)], [("a", 2)]]))
