import asyncio


async def load(key, store):
    await asyncio.sleep(0)
    if key < 0:
        raise ValueError(key)
    return store.get(key, key * 2)


async def load_all(keys, store):
    found = []
    for key in keys:
        found.append(await load(key, store))
    return found


class Log(dict):
    def get(self, key, other):
        print("get", key)
        return other


try:
    asyncio.run(load_all([1, 2, -1, 3], Log()))
except ValueError as error:
    print(error)
