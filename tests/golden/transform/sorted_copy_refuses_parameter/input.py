def last(values, seen):
    for value in values:
        seen.append(value)
        ordered = sorted(seen)
    return ordered


class Own(list):
    def append(self, item):
        self.insert(0, item)


print(last([(i * 7919) % 101 for i in range(90)], Own()))
