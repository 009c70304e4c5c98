def best_so_far(xs):
    best = 0
    seen = []
    for x in xs:
        try:
            third = 5 - x
            largest = best
            if x > largest:
                largest = x
            if third > largest:
                largest = third
            best = largest
            if x > best:
                best = x
        except TypeError:
            seen.append(best)
        try:
            largest = best
            if x > largest:
                largest = x
            if "a" > largest:
                largest = "a"
            best = largest
        except TypeError:
            seen.append(best)
    return seen


print(best_so_far([1, 2, 9]))
