import statistics


def outliers(values):
    return [v for v in values if abs(v - statistics.mean(values)) > 2 * statistics.stdev(values)]


xs = [(i * 7919) % 1009 / 7 for i in range(60)] + [900.5]
print(outliers(xs), outliers([int(x) for x in xs]), outliers([]))
try:
    outliers([3])
except statistics.StatisticsError as error:
    print(error)
try:
    outliers(["a", "b"])
except TypeError as error:
    print(error)
