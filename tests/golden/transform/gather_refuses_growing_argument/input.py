import asyncio


async def count(seen, k):
    await asyncio.sleep(0.001)
    return len(seen) + k


async def run(n):
    seen = []
    for k in range(n):
        seen.append(await count(seen, k))
    return seen


print(asyncio.run(run(4)))
