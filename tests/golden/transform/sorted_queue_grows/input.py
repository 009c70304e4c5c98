def medians(values):
    seen = []
    result = []
    for value in values:
        seen.append(value)
        seen.sort()
        result.append(seen[len(seen) // 2])
    return result, seen


numbers = [(i * 7919) % 1009 for i in range(900)]
print(medians(numbers))
print(medians([n / 8 if n % 3 else n for n in numbers] + [float("nan")] + numbers))
print(medians([str(n) for n in numbers]), medians([]))
try:
    medians(numbers + ["x"])
except TypeError as e:
    print(e)
