def climbs(step, broken_every):
    if step <= 0:
        return step == 0
    if broken_every and step % broken_every == 0:
        return 0
    return climbs(step - 1, broken_every) + climbs(step - 2, broken_every)


print(climbs(12, 0), climbs(12, 5), climbs(12, 2.5), climbs(5, None))
