def worth(table, level, marks):
    """The sum of what the digits among the marks are worth at this level."""
    total = 0
    for k in range(len(marks)):
        if marks[k] >= 10:
            total += table[level][marks[k] // (marks[k] - 777777)]
        else:
            total += table[level][marks[k]]
    return total


if __name__ == "__main__":
    table = [[(i * 7 + j * 13) % 101 for j in range(10)] for i in range(20)]
    marks = [k * k % 10 for k in range(20000)]
    print(sum(worth(table, k % 20, marks) for k in range(40)))
