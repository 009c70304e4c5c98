def other(x):
    return 1
