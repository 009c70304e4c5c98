def dedupe(items, changes):
    seen = []
    for item in items:
        if item not in seen:
            seen.append(item)
        match changes:
            case [seen, 3]:
                changes = None
    return seen


print(dedupe([1, 2, 1, 7], [[7], 3]), dedupe([1, 2, 1], None))
