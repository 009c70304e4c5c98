import asyncio


async def probe(k):
    await asyncio.sleep(0.001)
    return k * k


async def first(n):
    for k in range(n):
        if await probe(k) > 10:
            break
    return k


print(asyncio.run(first(9)))
