import asyncio


async def step(k):
    await asyncio.sleep(0.001)
    if k > 3:
        raise ValueError(k)
    return k + 1


async def walk(k):
    a = b = None
    try:
        a = await step(k)
        b = await step(k + 3)
    except ValueError:
        pass
    return a, b


print(asyncio.run(walk(1)))
