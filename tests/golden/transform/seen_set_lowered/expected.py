def _is_plain(value):
    """Whether == and hash() of the value agree and run no code of the program's."""
    plain = {int, str, float, bool, type(None)}
    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))


def words(text):
    """Every word once."""
    found = []
    found_lookup = set()
    for word in text.split():
        if (found_item := word.lower()) not in (
            found_lookup if (type(found_item) in (int, str) or _is_plain(found_item)) else found
        ):
            found.append(found_item := word.lower())
            if (
                (type(found_item) in (int, str) or _is_plain(found_item))
                and found_lookup is not found
            ):
                found_lookup.add(found_item)
            else:
                found_lookup = found
    return found


print(words("The cat and the dog and THE bird"))
