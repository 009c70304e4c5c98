def tag(x):
    return f"n={x}"
