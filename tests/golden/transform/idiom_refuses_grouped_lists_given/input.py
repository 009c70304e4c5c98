def by_city(rows, groups):
    for city, name in rows:
        groups[city] = groups.get(city, []) + [name]
    return groups


print(by_city([("a", 1), ("a", 2)], {"a": [0]}))
