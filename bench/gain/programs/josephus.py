"""The survivor of a counting-out game, played with a list."""


def survivor(people, step):
    circle = list(range(people))
    while len(circle) > 1:
        for _ in range(step - 1):
            circle.append(circle.pop(0))
        circle.pop(0)
    return circle[0]


def main(n):
    print(survivor(n, 3))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
