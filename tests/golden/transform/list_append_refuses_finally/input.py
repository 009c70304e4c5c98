def read(lines):
    kept = []
    for line in lines:
        try:
            if line == "end":
                return kept
        finally:
            # after the value to return is known
            kept = kept + [line]
    return kept


print(read(["a", "end"]), read(["a", "b"]))
