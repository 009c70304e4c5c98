from time import sleep


def check(number):
    sleep(0.02 - number * 0.002)
    if number in (3, 7):
        raise ValueError("bad", number)
    return number * number


def check_all(numbers, good):
    for number in numbers:
        good.append(check(number))


def careful(numbers):
    good = []
    for number in numbers:
        try:
            good.append(check(number))
        except ValueError as error:
            good.append(error.args)
    return good


for numbers in ([0, 1, 2], [1, 7, 3, 2], (7,), [], [1, "x", 2]):
    good = []
    try:
        check_all(numbers, good)
    except (ValueError, TypeError) as error:
        print(error, error.__context__, error.__cause__)
    print(good)
print(careful([1, 3, 5, 7, 2]))
