def coldest(temperatures, days):
    result = []
    for day in range(len(temperatures)):
        first = max(0, day - days + 1)
        result.append(min(temperatures[first:day + 1]))
    return result


print(coldest([(k * 37 + k // 9) % 41 - 15 for k in range(70)], 9))
print(coldest([0.0, -0.0, 0, -0.0, 1.5, -0.0] * 9, 3), coldest([1, 2.5, 1.0, True] * 9, 2))
nan = float("nan")
print(coldest([3, nan, 2, 1, nan, 5] * 7, 3), coldest(list("hello world, how are you"), 4))
try:
    coldest([1, 2, 3] * 12 + ["x"], 4)
except TypeError as e:
    print(e)
