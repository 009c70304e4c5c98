import asyncio


async def fetch(k):
    await asyncio.sleep(0.001)
    return k


async def run(n):
    out = []
    for k in range(n):
        if k % 2 and await fetch(k):
            out.append(k)
    return out


print(asyncio.run(run(5)))
