def answer(rain, queries):
    sums = []
    for first, last in queries:
        sums.append(sum(rain[first:last + 1]))
    return sums


rain = [k * 37 % 61 for k in range(50)]
queries = [(k % 50, k * 7 % 50) for k in range(60)] + [(-3, 7), (0, 99), (60, 70), (-99, 5), (5, -2)]
print(answer(rain, queries))
print(answer([0.1 * k for k in range(50)], queries), answer([True] * 40, queries), answer(tuple(rain), queries))
for wrong in (rain + ["x"], 5, {1: 2}):
    try:
        print(answer(wrong, queries))
    except TypeError as e:
        print(e)
try:
    answer(rain, [(0, 5), (None, 3)])
except TypeError as e:
    print(e)
