def pairs(numbers, step):
    n = len(numbers)
    found = []
    for i in range(n):
        for j in range(n):
            if i != j and numbers[j] - numbers[i] == step:
                found.append((i, j))
    return found


print(pairs([k * 7 % 31 for k in range(40)], 3), pairs([1.5, 4.5] * 8, 3), pairs([], 3))
