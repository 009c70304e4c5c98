import asyncio


async def take(queue):
    await asyncio.sleep(0)
    return await queue.get()


async def run(n):
    queue = asyncio.Queue()
    for k in range(n):
        queue.put_nowait(k)
    return [await take(queue) for k in range(n)]


print(asyncio.run(run(3)))
