def weight(n):
    total = 0
    for k in range(1, n + 200):
        if n % k == 0:
            total += k * k
    return total


items = [3, 5, 3, 3, 5, 9]
total = 0
for item in items:
    total += weight(item)
print(total)
