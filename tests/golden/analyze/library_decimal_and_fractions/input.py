from decimal import Decimal
from fractions import Fraction


def main(n):
    out = []
    for k in range(n):
        out.append((Decimal(k) * 2, Fraction(k, 7) + 1))
    return out


print(len(main(4)))
