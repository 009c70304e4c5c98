def label(x):
    return f"n={x}"
