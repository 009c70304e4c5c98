def label(x):
    return f"n={x}"


X = 1
