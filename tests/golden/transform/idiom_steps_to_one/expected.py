def chain_length(start):
    length = 1
    if type(start) is int and start > 15:
        # Four halvings at once, by the last four bits.
        jumps = (
            (1, 0, 4), (9, 1, 6), (9, 2, 6), (9, 2, 6), (3, 1, 5), (3, 1, 5),
            (9, 4, 6), (27, 13, 7), (3, 2, 5), (27, 17, 7), (3, 2, 5), (27, 20, 7),
            (9, 8, 6), (9, 8, 6), (27, 26, 7), (81, 80, 8),
        )
        while start > 15:
            factor, offset, steps = jumps[start & 15]
            start = (start >> 4) * factor + offset
            length += steps
        length += (0, 0, 1, 7, 2, 5, 8, 16, 3, 19, 6, 14, 9, 9, 17, 17)[start]
        start = 1
    else:
        while start != 1:
            if start % 2 == 0:
                start //= 2
            else:
                start = start * 3 + 1
            length += 1
    return length, start


print([chain_length(n) for n in range(1, 200)], chain_length(2 ** 70), chain_length(2 ** 61 - 1), chain_length(True))
print(chain_length(27.0), chain_length(2.0 ** 60))
