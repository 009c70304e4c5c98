def walk(groups, name, xs):
    both = []
    groups[name] = both
    for x in xs:
        both.append(x)
        if x in groups[name]:
            print(x)


walk({}, "n", [1, 2])
