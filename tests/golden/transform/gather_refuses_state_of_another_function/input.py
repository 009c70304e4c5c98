import asyncio

rates = {}


def load(name):
    rates[name] = len(name)


async def convert(k):
    await asyncio.sleep(0.001)
    return rates.get("eur", 1) * k


async def convert_all(n):
    out = []
    for k in range(n):
        out.append(await convert(k))
    return out


load("eur")
print(asyncio.run(convert_all(4)))
