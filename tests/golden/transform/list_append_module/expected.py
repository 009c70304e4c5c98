squares = []
for i in range(9):
    squares.append(i * i)
print(squares)
