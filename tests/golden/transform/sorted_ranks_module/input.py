values = [i * 79 % 25 for i in range(25)]
ranks = []
for value in values:
    ranks.append(sum(1 for other in values if other < value))
print(ranks)
