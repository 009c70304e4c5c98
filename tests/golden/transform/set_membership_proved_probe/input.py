def count(n, blocked):
    hits = 0
    for k in range(n):
        for part in ("a", "b"):
            if f"{part}{k}" not in blocked:
                hits += 1
    return hits


print(count(30, [f"a{k}" for k in range(0, 30, 3)]), count(2, "a0a1"), count(1, ("a0", 5)))
