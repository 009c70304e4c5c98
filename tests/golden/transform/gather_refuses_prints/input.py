import asyncio


async def fetch(k):
    print("begin", k)
    await asyncio.sleep(0.001)
    print("end", k)
    return k


async def run(n):
    return [await fetch(k) for k in range(n)]


print(asyncio.run(run(3)))
