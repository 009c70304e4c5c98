def checksum(name, salt):
    h = salt
    for _ in range(20):
        for ch in name:
            h = (h * 131 + ord(ch)) % 1000000007
    return h


def main(n):
    table = {}
    for k in range(n):
        salt = k + 1
        name = "file_%d.txt" % k
        table[name] = checksum(name, salt * 2)
    return table


print(list(main(60).items())[-3:], len(main(5)))
