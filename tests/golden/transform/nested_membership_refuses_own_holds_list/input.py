def walk(groups, name, xs):
    seen = {}
    seen[0] = groups[name]
    for x in xs:
        seen[0] += [x]
        if x in groups[name]:
            print(x)


walk({"n": [1]}, "n", [1, 2])
