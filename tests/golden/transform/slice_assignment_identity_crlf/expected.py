def links(n):
	parent = [0] * n
	if n:
		span = range(len(parent))
		if 0 <= span.stop <= len(parent):
			parent[:span.stop] = span
		else:
			for i in span:
				parent[i] = i
	return parent


print(links(5), links(0), links(300)[299])
