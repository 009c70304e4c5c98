def ranks(times):
    result = []
    for time in times:
        rank = 0
        for other in times:
            if other < time:
                rank += other
        result.append(rank)
    return result


print(ranks([1, 9, 4]))
