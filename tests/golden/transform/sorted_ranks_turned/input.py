def better(scores, limits):
    return [sum(1 for score in scores if limit <= score) for limit in limits]


scores = [k * 37 % 41 for k in range(50)]
print(better(scores, list(range(-2, 45))), better(scores, [1.5, True, 10 ** 30] * 5), better(["a", "c"] * 8, ["b", "c"] * 8))
try:
    better(scores, [5] * 9 + ["x"])
except TypeError as e:
    print(e)
