def label(x):
    return (
