"""Numbers whose digit sum divides them."""


def main(n):
    sums = [0] * 1000
    for k in range(1000):
        sums[k] = k % 10 + k // 10 % 10 + k // 100
    found = []
    for number in range(1, n):
        if number % (sums[number % 1000] + sums[number // 1000]) == 0:
            found.append(number)
    print(len(found), found[-3:])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300000)
