import asyncio

count = 0


async def step(k):
    global count
    before = count
    await asyncio.sleep(0.001)
    count = before + k
    return count


async def walk(n):
    out = []
    for k in range(n):
        out.append(await step(k))
    return out


print(asyncio.run(walk(4)))
