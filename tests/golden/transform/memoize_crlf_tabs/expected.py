def fib(n):
	return _fib_cached({}, n)


def _fib_cached(cache, n):
	# Exact types only: 1, 1.0 and True are equal keys.
	key = n if type(n) is int else None
	if key is not None and key in cache:
		return cache[key]
	if n < 2:
		return n
	cache[key] = _fib_cached(cache, n - 1) + _fib_cached(cache, n - 2)
	return cache[key]

print(fib(10))
