def survey(groups, factor):
    report = {}
    grand = 0.0
    for name, values in groups.items():
        total = 0.0
        most = None
        for a in values:
            for b in values:
                product = abs(a - b) * float(factor)
                total += product
                if most is None or product > most:
                    most = product
        if most is None:
            report["nothing"] = total
            continue
        report[name] = (total, most)
        grand += total
    return report, grand


GROUPS = {"g%d" % k: [k, k + 0.1, 3] for k in range(50)}
print(survey(GROUPS, 2))
print(survey({"none": [], "one": [1]}, 0.5))
print(survey({**GROUPS, "odd": [True, 2]}, 1)[1])
try:
    survey({**GROUPS, "text": ["x"]}, 1)
except TypeError as error:
    print(error)
