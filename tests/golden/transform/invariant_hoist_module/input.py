values = [3.0, 1.5, 2.25]
scaled = []
for value in values:
    scaled.append(value / max(values))
print(scaled)
