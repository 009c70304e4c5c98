def steps(n, count=0):
    if type(n) is int and type(count) is int and n > 15:
        # Four halvings at once, by the last four bits.
        jumps = (
            (1, 0, 4), (9, 1, 6), (9, 2, 6), (9, 2, 6), (3, 1, 5), (3, 1, 5),
            (9, 4, 6), (27, 13, 7), (3, 2, 5), (27, 17, 7), (3, 2, 5), (27, 20, 7),
            (9, 8, 6), (9, 8, 6), (27, 26, 7), (81, 80, 8),
        )
        while n > 15:
            factor, offset, steps_2 = jumps[n & 15]
            n = (n >> 4) * factor + offset
            count += steps_2
        count += (0, 0, 1, 7, 2, 5, 8, 16, 3, 19, 6, 14, 9, 9, 17, 17)[n]
        n = 1
    else:
        while n > 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            count += 1
    return count


print([steps(n) for n in range(-3, 100)], steps(97, 0.5), steps(10 ** 40 + 1), steps(12.5))
