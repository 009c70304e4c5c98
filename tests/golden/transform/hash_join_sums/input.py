def pairs(numbers, target):
    count = 0
    for i in range(len(numbers)):
        for j in range(i + 1, len(numbers)):
            if numbers[i] + numbers[j] == target:
                count += 1
    return count


print(pairs([k * 37 % 101 for k in range(80)], 100))
print(pairs([k * 0.5 for k in range(40)], 10.0))
print(pairs([True, False] * 10, 1))
print(pairs(["a", "b"] * 10, "ab"))
print(pairs(list(range(30)) + [2.5, 2.5], 5))
print(pairs(list(range(30)), 5.0), pairs(list(range(30)), None), pairs(range(30), 7), pairs((1, 2) * 9, 3))
print(pairs([10 ** 30, -10 ** 30] * 8, 0))
try:
    pairs([1] * 12 + ["x"], 2)
except TypeError as e:
    print(e)
