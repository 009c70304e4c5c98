import asyncio


async def price(name: str) -> int:
    await asyncio.sleep(0.001)
    return len(name)


async def prices(names: list):
    return {name.upper(): await price(name) for name in names}


print(asyncio.run(prices(["a", "bbb", "a", "cc"])))
