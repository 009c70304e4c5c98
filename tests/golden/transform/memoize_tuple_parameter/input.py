def play(piles):
    if not any(piles):
        return False
    for i in range(len(piles)):
        for take in range(1, piles[i] + 1):
            if not play(piles[:i] + (piles[i] - take,) + piles[i + 1:]):
                return True
    return False


print(play((1, 2, 3)), play((1, 2)), play((2.0, 1) if False else (1, True)))
