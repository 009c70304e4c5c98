xs = [1, 2, 3]
for i in range(3):
    xs[i] = 0
print(xs, i)
