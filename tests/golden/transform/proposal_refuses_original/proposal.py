def label(x):
        return ("n=%s" % x)  # same
