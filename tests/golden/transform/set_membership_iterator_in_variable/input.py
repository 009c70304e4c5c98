def read(lines, known):
    rest = iter(lines)
    next(rest, None)
    out = []
    for line in rest:
        if line not in known:
            out.append(line)
    return out


known = [f"w{k}" for k in range(30)]
lines = [f"w{k * 7 % 40}" for k in range(60)]
adding = map(known.__class__.append, [known] * 60, lines)
print(read(lines, known), read([line for line, _ in zip(lines, lines)], known))
