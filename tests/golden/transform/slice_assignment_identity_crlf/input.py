def links(n):
	parent = [0] * n
	if n:
		for i in range(len(parent)):
			parent[i] = i
	return parent


print(links(5), links(0), links(300)[299])
