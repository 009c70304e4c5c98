values = [3, 1, 2]
total = 0
for i in range(4):
    total += sum(values) * i
    exec("values.append(1)")
print(total)
