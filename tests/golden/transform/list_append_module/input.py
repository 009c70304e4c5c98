squares = []
for i in range(9):
    squares = squares + [i * i]
print(squares)
