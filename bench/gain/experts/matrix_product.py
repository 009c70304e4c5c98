"""The product of two integer matrices."""
from operator import mul


def multiply(a, b):
    columns = list(zip(*b))
    return [[sum(map(mul, row, column)) for column in columns] for row in a]


def main(n):
    a = [[(i * 3 + j) % 17 for j in range(n)] for i in range(n)]
    b = [[(i + j * 5) % 13 for j in range(n)] for i in range(n)]
    product = multiply(a, b)
    print(product[0][:3], sum(map(sum, product)))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 180)
