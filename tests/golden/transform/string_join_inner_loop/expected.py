def lines(rows):
	out = []
	for row in rows:
		line = ""
		line_parts = [line]
		for x in row: line_parts.append(str(x) + ";")
		line = "".join(line_parts)
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
