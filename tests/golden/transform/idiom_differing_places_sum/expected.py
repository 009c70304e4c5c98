from operator import ne


def distance(first, second):
    if len(first) != len(second):
        raise ValueError("lengths differ")
    return (
        sum(map(ne, first, second))
        if type(first) is str and type(second) is str
        else sum(1 for a, b in zip(first, second) if a != b)
    )


class Odd(str):
    def __iter__(self):
        return iter("xyz")


print(distance('GAGCCTACTAACGGGAT', 'CATCGTAATGACGGCCT'), distance('', ''))
print(distance([1, 2.0], [True, 2]))
