"""Counts the happy numbers below n."""


squares = [sum(int(c) ** 2 for c in str(k)) for k in range(1000)]


def main(n):
    def digit_squares(number):
        total = 0
        while number:
            number, rest = divmod(number, 1000)
            total += squares[rest]
        return total

    happy = {1: True}

    def is_happy(number):
        path = []
        while number not in happy:
            happy[number] = False
            path.append(number)
            number = digit_squares(number)
        result = happy[number]
        for k in path:
            happy[k] = result
        return result

    print(sum(map(is_happy, range(1, n))))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150000)
