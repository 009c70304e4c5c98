import asyncio

PRICES = {"tea": 3, "cake": 7}


async def price(name):
    await asyncio.sleep(0.001)
    return PRICES.get(name, 0)


async def total(names):
    cents = 0
    for name in names:
        cents += await price(name)
    return cents


print(asyncio.run(total(["tea", "cake", "tea", "salt"])))
