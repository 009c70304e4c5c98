"""Numbers whose digit sum divides them."""


def digit_sum(number):
    total = 0
    for digit in str(number):
        total += int(digit)
    return total


def main(n):
    found = []
    for number in range(1, n):
        if number % digit_sum(number) == 0:
            found.append(number)
    print(len(found), found[-3:])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300000)
