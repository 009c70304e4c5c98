def first_of_each(rows, key):
    seen = []
    kept = []
    for row in rows:
        if row[key] not in seen:
            seen.append(row[key])
            kept.append(row)
    return kept, seen


print(first_of_each([{"k": 1}, {"k": 2}, {"k": 1}, {"k": 1.0}, {"k": "1"}], "k"))
print(first_of_each([{"k": [1]}, {"k": [1]}, {"k": 2}, {"k": (2, [3])}], "k"), first_of_each(["ab", "ba", "ac"], 0))
nan = float("nan")
print(first_of_each([[nan], [nan], [float("nan")]], 0))
try:
    first_of_each([{"k": 1}, {}], "k")
except KeyError as error:
    print(error)
