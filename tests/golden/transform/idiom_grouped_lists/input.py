def by_city(rows):
    groups = {}
    for row in rows:
        key = row["city"]
        groups[key] = groups.get(key, []) + [row["name"]]
    return groups


rows = [{"city": "abc"[k % 3], "name": k} for k in range(20)]
print(by_city(rows), by_city([{"city": None, "name": 1}, {"city": None, "name": 2}]), by_city([]))
print(by_city([{"city": 1, "name": 1}, {"city": True, "name": 2}, {"city": 1.0, "name": 3}]))
for bad in ([{"city": "a"}], [{"city": [], "name": 1}]):
    try:
        by_city(bad)
    except (KeyError, TypeError) as error:
        print(repr(error))
