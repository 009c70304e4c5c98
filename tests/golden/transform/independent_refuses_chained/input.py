import asyncio


async def step(k):
    await asyncio.sleep(0.001)
    return k + 1


async def walk(k):
    a = await step(k)
    b = await step(a)
    return a, b


print(asyncio.run(walk(1)))
