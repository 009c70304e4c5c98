def lines(rows):
	out = []
	for row in rows:
		line = ""
		for x in row: line = line + str(x) + ";"
		out.append(line)
	return out


print(lines([[1, 2], [], "ab"]))


class Bad:
	def __str__(self):
		raise ValueError("bad")


try:
	lines([[1], [Bad()]])
except ValueError as error:
	print(error)
