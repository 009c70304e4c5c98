import asyncio


async def load(key):
    await asyncio.sleep(0)
    return key * 2


async def load_all(keys):
    found = []
    other = asyncio.create_task(late(keys))
    print(other.done())
    for key in keys:
        found.append(await load(key))
    return found


async def late(keys):
    keys.append(9)


print(asyncio.run(load_all([1, 2, 3])))
