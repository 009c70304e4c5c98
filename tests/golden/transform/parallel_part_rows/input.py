"""Rows of a picture, computed where they are needed."""
SIDE = 3.0


def level(x, y):
    return (x * x + y * y) % SIDE


def picture(width, height, limit):
    rows = []  # from top to bottom
    for y in range(height):
        # one row
        row = []
        for x in range(width):
            n = 0
            z = level(x, y)
            while n < limit and z < 2.5:
                z = z * 1.01 + 0.01
                n += 1
            row.append(n)
        rows.append(row)  # kept
    return rows


if __name__ == "__main__":
    print(picture(5, 60, 9), picture(2, 2, 3), picture(0, 50, 1))
    try:
        picture("wide", 50, 1)
    except TypeError as error:
        print(error)
    try:
        picture(2, "high", 1)
    except TypeError as error:
        print(error)
