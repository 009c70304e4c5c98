def percentiles(values):
    result = {}
    for value in values:
        result[value] = 100 * len([v for v in values if v > value]) / len(values)
    return result


print(percentiles([k * 7 % 19 for k in range(40)]))
