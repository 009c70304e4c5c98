def clean(lines):
    rows = []
    for line in lines:
        key = line.split(";")[0]
        if key in [row[0] for row in rows]:
            continue
        rows.append((key, line))
    return rows


print(clean([f"{k % 45}; {k}" for k in range(120)]), clean(["a", "a;b", ""]))
