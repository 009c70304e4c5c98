def occurrences(xs, wanted):
    count = 0
    try:
        for x in xs:
            if x == wanted:
                count += 1
    except ValueError:
        return -count
    return count


class Odd:
    def __eq__(self, other):
        raise ValueError


print(occurrences([3, Odd(), 3], 3))
