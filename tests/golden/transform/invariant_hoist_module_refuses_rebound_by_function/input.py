def change():
    global values
    values = [9]


values = [3, 1, 2]
total = 0
for i in range(4):
    total += sum(values) * i
    change()
print(total)
