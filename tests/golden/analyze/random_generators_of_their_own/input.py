import random


def estimate(seed, n):
    rng = random.Random(seed)
    inside = 0
    for _ in range(n):
        x, y = rng.random(), rng.uniform(-1, 1)
        if x * x + y * y < 1:
            inside += 1
    deck = list(range(52))
    rng.shuffle(deck)
    return inside / n + deck[0] + rng.choice(deck)


def reseeded(n):
    rng = random.Random(1)
    rng.seed()
    return sum(rng.random() for _ in range(n))


def of_anybody(seed, n):
    rng = random.Random(seed)
    return sum(rng.random() for _ in range(n))


def seeded(runs: int):
    return [estimate(seed, 100000) for seed in range(runs)]


def from_the_system(runs: int):
    return [of_anybody(None, 100000) for _ in range(runs)]


def again(runs: int):
    return [reseeded(100000) for _ in range(runs)]


shared = random.Random(2)


def draw(n):
    return sum(shared.random() for _ in range(n))


def from_one(runs: int):
    return [draw(100000) for _ in range(runs)]
