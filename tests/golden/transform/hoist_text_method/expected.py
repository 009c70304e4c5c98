def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(values, text="Some Words of a Text"):
    hits = 0
    # The same in every round, as operators of builtin types have no effects.
    plain_text = type(text) is str
    split_text = text.lower().split() if plain_text else None
    for k in range(6):
        if "words" in (text.lower().split() if split_text is None else split_text):
            hits += k
    return hits


class Text(str):
    def lower(self):
        print("asked")
        return str.lower(self)


for text in ("", "Words", "no", Text("Words"), b"Words", None, ["words"]):
    attempt(f, [], text)
