def triples(numbers, total):
    found = []
    n = len(numbers)
    for i in range(n):
        for j in range(i + 1, n):
            for k in range(j + 1, n):
                if numbers[i] + numbers[j] + numbers[k] == total:
                    found.append((i, j, k))
    return found


print(triples([k * 7 % 31 - 15 for k in range(30)], 0))
print(triples([k * 0.5 for k in range(37)], 4), triples([True, 2, 3] * 4, 5))
