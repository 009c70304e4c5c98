class Box:
    def put(self):
        values.append(5)


box = Box()
values = [3, 1, 2]
total = 0
for i in range(4):
    total += sum(values) * i
    box.put()
print(total)
