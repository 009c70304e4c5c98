def label(x, y=1):
    return "n=%s" % x
