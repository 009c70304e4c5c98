data = [i * 79 % 100 for i in range(40)]
best = 0
for i in range(len(data) - 5):
    total = sum(data[i:i + 5])
    if total > best:
        best = total
print(best)
