def keep(words, stops, limit):
    """The words that are no stop words; when enough of one length are kept, no more of them."""
    kept = []
    full = 0

    def close():
        nonlocal stops, full
        full += 1
        stops = stops + " " + kept[-1]

    for word in words:
        if word not in stops.lower().split():
            kept.append(word)
            if len(word) >= limit and len(kept) > 3000:
                close()
    return kept, full


if __name__ == "__main__":
    words = ("the quick brown fox is not in the house of the lazy dog " * 800).split()
    print(len(keep(words, "The And Of In To A Is That For It As", 100000)[0]))
