def main(n, data):
    total = 0
    try:
        total = float(data)
        int(data)
    except ValueError:
        pass
    for k in range(n):
        total += k
    return total


print(main(10, "1.5"), main(10, "2"))
