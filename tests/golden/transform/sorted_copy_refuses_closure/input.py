def last(values):
    seen = []

    def forget():
        seen.clear()

    for value in values:
        seen.append(value)
        ordered = sorted(seen)
        if value == 7:
            forget()
    return ordered


print(last([(i * 7919) % 101 for i in range(90)]))
