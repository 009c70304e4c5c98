import asyncio
from asyncio import sleep


async def nested(item):
    await sleep(0.001)
    return item + 1


async def double(item):
    return 2 * await nested(item)


async def all_of(items):
    return [await double(item) for item in items if item % 2 == 0 and item >= 0]


print(asyncio.run(all_of([1, 2, 3, 4, 6, -2])), asyncio.run(all_of(())))
