"""The product of two integer matrices, from the textbook."""


def multiply(a, b):
    n, m, p = len(a), len(b), len(b[0])
    result = [[0] * p for _ in range(n)]
    for i in range(n):
        for j in range(p):
            for k in range(m):
                result[i][j] += a[i][k] * b[k][j]
    return result


def main(n):
    a = [[(i * 3 + j) % 17 for j in range(n)] for i in range(n)]
    b = [[(i + j * 5) % 13 for j in range(n)] for i in range(n)]
    product = multiply(a, b)
    print(product[0][:3], sum(map(sum, product)))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 180)
