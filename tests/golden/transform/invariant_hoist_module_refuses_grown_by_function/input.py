def grow():
    values.append(7)


values = [3, 1, 2]
total = 0
for i in range(4):
    total += sum(values) * i
    grow()
print(total)
