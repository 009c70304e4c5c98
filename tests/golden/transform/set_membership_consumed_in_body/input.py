def plan(lines, known, stream):
    out = []
    for line in lines:
        if line not in known:
            out.append((line, [*stream], ",".join(stream), "w5" in stream))
    return out


known = [f"w{k}" for k in range(30)]
lines = [f"w{k * 7 % 40}" for k in range(60)]
stream = ["a", "b"]
print(plan(lines, known, stream), plan(lines, known, ("w5",)), plan(lines, known, "abc"))
print(plan(lines, known, map(lambda line: known.append(line) or line, list(lines))))
