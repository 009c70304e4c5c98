def climbs(step, broken_every):
    return _climbs_cached({}, step, broken_every)


def _climbs_cached(cache, step, broken_every):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = step if type(step) is type(broken_every) is int else None
    if key is not None and key in cache:
        return cache[key]
    if step <= 0:
        cache[key] = step == 0
        return cache[key]
    if broken_every and step % broken_every == 0:
        return 0
    cache[key] = _climbs_cached(
        cache, step - 1, broken_every
    ) + _climbs_cached(cache, step - 2, broken_every)
    return cache[key]


print(climbs(12, 0), climbs(12, 5), climbs(12, 2.5), climbs(5, None))
