def spread(groups, name):
    for x in groups["all"]:
        for other in groups["all"]:
            if other in groups[name]:
                groups[name].append(x)
    return groups


print(spread({"all": [1, 2], "one": [1]}, "one"))
