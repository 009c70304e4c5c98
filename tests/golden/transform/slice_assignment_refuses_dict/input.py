def fill(n):
    table = {}
    for i in range(n):
        table[i] = 0
    return table


print(fill(3))
