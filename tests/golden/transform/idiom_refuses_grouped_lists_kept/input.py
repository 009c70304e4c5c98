def by_city(rows):
    groups, steps = {}, []
    groups = {}
    for city, name in rows:
        groups[city] = groups.get(city, []) + [name]
        steps.append(groups[city])
    return steps


print(by_city([("a", 1), ("a", 2)]))
