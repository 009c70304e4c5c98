import asyncio

log = []


async def note(k):
    log.append(k)
    await asyncio.sleep(0.001)
    return len(log)


async def walk(k):
    a = await note(k)
    b = await note(k + 3)
    return a, b


print(asyncio.run(walk(1)))
