match a, *b:
    case [1, -2.0, *_] | {"k": None, **rest} if x: pass
    case P.Q(x, y=0) as z: pass
    case (1 + 2j) | "a" "b", _: pass
    case a.b: pass
