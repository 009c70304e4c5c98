def digit_sum(number):
    total = 0
    if type(number) is int and number >= 0:
        digits = str(number).encode()
        total += sum(digits) - 48 * len(digits)
    else:
        for digit in str(number):
            total += int(digit)
    return total


class Loud(int):
    def __str__(self):
        print("asked")
        return "12"


for n in (0, 7, 10, 99, 123456789, 10 ** 40, Loud(5), "407", "٣٤"):
    print(digit_sum(n))
for n in (-5, True, 1.5, "4x", "", None, 10 ** 5000):
    try:
        print(digit_sum(n))
    except (TypeError, ValueError) as e:
        print(str(e)[:60])
