def play(piles):
    return _play_cached({}, piles)


def _play_cached(cache, piles):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = piles if type(piles) is tuple and {*map(type, piles)} <= {int, str} else None
    if key is not None and key in cache:
        return cache[key]
    if not any(piles):
        return False
    for i in range(len(piles)):
        for take in range(1, piles[i] + 1):
            if not _play_cached(cache, piles[:i] + (piles[i] - take,) + piles[i + 1:]):
                cache[key] = True
                return True
    cache[key] = False
    return False


print(play((1, 2, 3)), play((1, 2)), play((2.0, 1) if False else (1, True)))
