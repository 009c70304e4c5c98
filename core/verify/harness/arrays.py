"""NumPy arrays as inputs. Nothing here imports NumPy: an array is only met where the program did.

Functions of several arrays ask for shapes that fit together (n×k and k×m, a matrix and a vector as
long). So whatever becomes smaller or larger does so by one rule for every direction of every array.
"""


def is_array(kind):
    return kind.__module__ == "numpy" and kind.__name__ == "ndarray"


def front(value, length):
    return value[(slice(length),) * value.ndim]


def part(value, fraction):
    return value[tuple(slice(int(length * fraction) + 1) for length in value.shape)]


def grown(value, factor):
    """About `factor` times as many items in a matrix, less in a vector; they come again."""
    for axis, length in enumerate(value.shape):
        wanted = int(length * factor ** 0.5) + 1
        value = value.take([place % length for place in range(wanted)], axis) if length else value
    return value


def mutated(value, draw, mutate):
    """Other items in the same shape, mostly; sometimes a part, or one that runs the other way."""
    made, action = value.copy(), draw.random()
    if not made.size:
        return made
    if action < 0.7 or not made.ndim:
        places = made.reshape(-1)
        for _ in range(draw.choice((1, 1, 2, 5))):
            at = draw.randrange(len(places))
            try:
                places[at] = mutate(places[at].item())
            except Exception:
                pass  # too large for the type of the items
        return made
    if action < 0.85:
        return made[::-1].copy()
    return made[:draw.randint(1, len(made))].copy()
