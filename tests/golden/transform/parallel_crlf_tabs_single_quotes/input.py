def work(k):
	return 'x' * k

def main(n):
	out = []
	for k in range(n):
		out.append(work(k))
	return out

print(main(50)[-1], 'a', 'b')
