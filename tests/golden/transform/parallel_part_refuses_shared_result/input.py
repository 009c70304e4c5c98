def nearest(points):
    out = []
    for p in points:
        best = points[0]
        for q in points:
            for r in points:
                if (q[0] - p[0]) * r[0] > (best[0] - p[0]):
                    best = q
        out.append(best)
    return out


POINTS = [[k * 7 % 50] for k in range(50)]
near = nearest(POINTS)
near[0][0] = "seen"
print("seen" in [p[0] for p in POINTS])
