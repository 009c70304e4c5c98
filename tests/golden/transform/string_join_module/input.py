rows = [1, 22, 333]
text = ""
for row in rows:
    text += str(row) + ","
print(text)
