def last_digit(number):
    total = 0
    for digit in str(number):
        total += int(digit)
    return total, digit


print(last_digit(407))
