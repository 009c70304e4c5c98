import statistics


def outliers(values):
    # The same in every round, as operators of builtin types have no effects.
    plain_values = type(values) is list and {*map(type, values)} in ({int}, {float})
    mean_values = None
    stdev_values = None
    return [
        v
        for v in values
        if abs(
            v - (
                mean_values
                if mean_values is not None
                else (mean_values := statistics.mean(values))
                if plain_values
                else statistics.mean(values)
            )
        ) > 2 * (
            stdev_values
            if stdev_values is not None
            else (stdev_values := statistics.stdev(values))
            if plain_values
            else statistics.stdev(values)
        )
    ]


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
