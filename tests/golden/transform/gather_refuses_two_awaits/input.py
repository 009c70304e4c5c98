import asyncio


async def fetch(k):
    await asyncio.sleep(0.001)
    return k


async def run(n):
    out = []
    for k in range(n):
        out.append(await fetch(k))
        await fetch(-k)
    return out


print(asyncio.run(run(5)))
