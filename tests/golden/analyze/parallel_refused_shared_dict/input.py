def weigh(k, options):
    options.setdefault("seen", []).append(k)
    return sum((k * i) % 97 for i in range(2000))


def main(n):
    options = {}
    return [weigh(k, options) for k in range(n)], options
