def weigh(name):
    total = 0
    for _ in range(60):
        for letter in name:
            total = (total * 131 + ord(letter)) % 1000000007
    return total


def main(n):
    table = {}
    for k in range(n):
        name = "file_%d.txt" % k
        table[name] = weigh(name)
    return table
