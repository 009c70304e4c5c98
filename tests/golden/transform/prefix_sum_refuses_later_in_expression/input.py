def totals(spans, values):
    return (values := [max(v, 0) for v in values]) and [sum(values[a:b]) for a, b in spans]


print(totals([(0, 50)] * 9, list(range(-40, 40))))
