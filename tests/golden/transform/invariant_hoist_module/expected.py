values = [3.0, 1.5, 2.25]
scaled = []
_max_values = None
for value in values:
    if _max_values is None:
        _max_values = max(values)
    scaled.append(value / _max_values)
print(scaled)
