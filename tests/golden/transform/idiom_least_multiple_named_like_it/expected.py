from math import lcm as math_lcm


def lcm(a, b):
    multiple = max(a, b)
    if (
        type(a) is int
        and type(b) is int
        and type(multiple) is int
        and a > 0
        and b > 0
        and multiple > 0
    ):
        return -(-multiple // math_lcm(a, b)) * math_lcm(a, b)
    else:
        while True:
            if multiple % a == 0 and multiple % b == 0:
                return multiple
            multiple += 1


print(lcm(12, 18), lcm(7, 7), lcm(1, 9), lcm(21, 6), lcm(True, 5))
