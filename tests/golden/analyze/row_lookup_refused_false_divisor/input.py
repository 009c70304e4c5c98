def worth(table, level, n):
    """`j % False` divides by zero, and before the row is missed."""
    total = 0
    for j in range(n):
        total += table[level][j % False]
    return total
