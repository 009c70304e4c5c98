"""How many ways are there to climb a staircase, taking one, two or three steps at a time?

Some steps may be broken: nobody may stand on them.
"""


def climbs(step, broken_every):
    """Count the ways to reach the given step from the ground."""
    if step < 0:
        return 0
    if step == 0:
        return 1
    if broken_every and step % broken_every == 0:
        return 0
    return (
        climbs(step - 1, broken_every)
        + climbs(step - 2, broken_every)
        + climbs(step - 3, broken_every)
    )


def main():
    for broken_every in (0, 4, 9):
        label = f"every {broken_every}th step broken" if broken_every else "sound staircase"
        print(f"{label}:")
        for step in (5, 10, 15, 23):
            print(f"  {step:3d} steps: {climbs(step, broken_every)} ways")


if __name__ == "__main__":
    main()
