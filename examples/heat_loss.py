"""Estimate the yearly heat loss of a house by stepping through the year, for many wall designs."""


def yearly_loss(thickness_mm, conductivity):
    """Simulate a wall hour by hour; temperatures in millikelvin, loss in watt hours."""
    inside, wall, loss = 20_000, 15_000, 0
    for hour in range(4000):
        season = abs(hour % 2000 - 1000) * 18
        outside = 22_000 - season - (hour * 7919) % 3000
        wall += (inside - wall) * conductivity // (40 * thickness_mm)
        wall += (outside - wall) * conductivity // (60 * thickness_mm)
        if wall < inside:
            loss += (inside - wall) * conductivity // (thickness_mm * 100)
    return loss


def compare_designs(designs):
    """Loss of each design, in the order given, and the sum over all of them."""
    losses = []
    total = 0
    for thickness in range(100, 100 + designs):
        loss = yearly_loss(thickness, 180)
        losses.append(loss)
        total += loss
    return losses, total


def main():
    losses, total = compare_designs(400)
    print("thinnest wall:", losses[0])
    print("thickest wall:", losses[-1])
    print("all designs:  ", total)


if __name__ == "__main__":
    main()
