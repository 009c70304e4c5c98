import asyncio

rates = {}


def load(name):
    rates[name] = len(name)


async def convert(k):
    await asyncio.sleep(0.001)
    return rates.get("eur", 1) * k


async def convert_all(n):
    first = await convert(0)
    second = await convert(1)
    return [first, second] + [await convert(k) for k in range(n)]


load("eur")
print(asyncio.run(convert_all(4)))
