def fib(n):
	return _fib_cached({}, n)


def _fib_cached(cache, n):
	known, key = {}, None
	# Exact types only: 1, 1.0 and True are equal keys.
	if type(n) is int:
		known, key = cache, n
	if key in known:
		return known[key]
	if n < 2:
		return n
	known[key] = _fib_cached(cache, n - 1) + _fib_cached(cache, n - 2)
	return known[key]

print(fib(10))
