def medians(values):
    seen = []
    result = []
    for value in values:
        seen.append(value)
        ordered = sorted(seen)
        result.append(ordered[len(ordered) // 2])
        ordered.append(None)
    return result, seen


class Odd(int):
    def __lt__(self, other):
        return int(self) > int(other)


numbers = [(i * 7919) % 101 for i in range(90)]
print(medians(numbers))
print(medians([float(n) if n % 3 else n % 2 == 1 for n in numbers]))
print(medians([str(n) for n in numbers]))
print(medians(numbers[:50] + [float("nan")] + numbers))
print(medians(numbers[:50] + [Odd(n) for n in numbers]))
print(medians(map(tuple, [[n % 3, n] for n in numbers])))
for last in ("x", None, 3j):
    try:
        medians(numbers + [last])
    except TypeError as e:
        print(e)
