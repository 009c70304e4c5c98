def label(x):
    return open(x).read()
