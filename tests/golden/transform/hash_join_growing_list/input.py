def without_repeats(items):
    unique = []
    for item in items:
        known = False
        for other in unique:
            if other["id"] == item["id"]:
                known = True
                break
        if not known:
            unique.append(item)
    return unique


items = [{"id": k * 13 % 31, "name": k} for k in range(80)]
print(without_repeats(items))
print(without_repeats(items[:20] + [{"id": [1]}, {"id": [1]}, {"id": 1.0}, {"id": None}, {"id": None}] + items))
try:
    without_repeats(items + [{}])
except KeyError as e:
    print("KeyError", e)
