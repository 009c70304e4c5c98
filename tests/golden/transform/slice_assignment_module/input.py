n = 30
flags = [True] * (n + 1)
for i in range(2, 6):
    if flags[i]:
        for j in range(i * i, n + 1, i):
            flags[j] = False
print(flags)
