"""Counts the happy numbers below n."""


def digit_squares(number):
    total = 0
    while number > 0:
        digit = number % 10
        total += digit * digit
        number //= 10
    return total


def is_happy(number):
    seen = []
    while number != 1 and number not in seen:
        seen.append(number)
        number = digit_squares(number)
    return number == 1


def main(n):
    count = 0
    for number in range(1, n):
        if is_happy(number):
            count += 1
    print(count)

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150000)
