def last(n, wanted):
    for x in range(n):
        if x + 3 == wanted:
            break
    return x


print(last(9, 5), last(9, 50))
