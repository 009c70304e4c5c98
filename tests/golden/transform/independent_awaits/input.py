import asyncio


async def profile(name):
    await asyncio.sleep(0.002)
    return {"name": name}


async def orders(name, limit=3):
    await asyncio.sleep(0.001)
    if limit < 0:
        raise ValueError("limit", limit)
    return [name] * limit


async def page(name, limit):
    user = await profile(name)
    bought = await orders(name, limit=limit - 1)
    seen = await orders(name + "!", 1)
    user["bought"] = bought
    return user, seen


print(asyncio.run(page("ann", 3)))
for wrong in (("bob", 0), (None, 2), ("eve", "x")):
    try:
        asyncio.run(page(*wrong))
    except (ValueError, TypeError) as error:
        print(error, error.__context__)
