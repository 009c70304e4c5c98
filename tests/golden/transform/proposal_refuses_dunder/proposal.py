def label(x):
    return x.__class__.__base__
