def f(a=lambda x, y=[z for z in x]: (x, y)):
    return lambda b=a: b
