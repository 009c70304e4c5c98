import functools

STOP_WORDS = "The And Of In To A Is That For It As Was With Be By On Not He I This Are Or"
CALLS = 0
MOST = 10 ** 9


def counted(function):
    """Counts the calls; after so many of them nothing is a stop word any more."""
    @functools.wraps(function)
    def wrapper(*arguments):
        global CALLS, STOP_WORDS
        CALLS += 1
        if CALLS > MOST:
            STOP_WORDS = ""
        return function(*arguments)
    return wrapper


@counted
def weight(word):
    return len(word)


def total_weight(words):
    total = 0
    for word in words:
        if word not in STOP_WORDS.lower().split():
            total += weight(word)
    return total


if __name__ == "__main__":
    words = ("the quick brown fox is not in the house of the lazy dog " * 800).split()
    print(total_weight(words))
