def chain_length(start):
    length = 1
    while start != 1:
        if start % 2 == 0:
            start //= 2
        else:
            start = start * 3 + 1
        length += 1
    return length, start


print([chain_length(n) for n in range(1, 200)], chain_length(2 ** 70), chain_length(2 ** 61 - 1), chain_length(True))
print(chain_length(27.0), chain_length(2.0 ** 60))
