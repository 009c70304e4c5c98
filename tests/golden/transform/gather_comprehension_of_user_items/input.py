import asyncio


def larger(number, other):
    type(number).asked += 1
    return True


Number = type("Number", (), {"asked": 0, "__gt__": larger})


async def double(item):
    await asyncio.sleep(0.001)
    return [item]


async def all_of(items, least):
    return [await double(item) for item in items if item > least]


print(len(asyncio.run(all_of([Number() for _ in range(4)], 1))), Number.asked)
print(asyncio.run(all_of([1, 2, 3.5], 1)), asyncio.run(all_of(["a", "b"], "a")))
