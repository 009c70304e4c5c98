def label(x):
    label.seen = x
    return f"n={x}"
