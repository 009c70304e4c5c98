def ranks(times):
    result = []
    rank = 0.5
    for time in times:
        for other in times:
            if other < time:
                rank += 1
        result.append(rank)
    return result


print(ranks([1, 9, 4]))
