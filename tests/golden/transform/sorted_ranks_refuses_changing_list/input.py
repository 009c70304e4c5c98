def ranks(times):
    result = []
    for time in [5, 3, 4]:
        rank = 0
        for other in times:
            if other < time:
                rank += 1
        times.append(time)
        result.append(rank)
    return result


print(ranks([1, 9, 4]))
