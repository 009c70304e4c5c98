import asyncio


async def _await_all(*starts):
    """Await what each start() gives, all at the same time; give the results in order.

    The first failure, by position, is raised; the calls behind a failure are cancelled.
    """
    import asyncio

    async def run(start):
        return await start()

    tasks = [asyncio.ensure_future(run(start)) for start in starts]
    pending = tasks
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
            failed = False
            for task in tasks:
                if failed:
                    task.cancel()
                elif task.done() and not task.cancelled():
                    failed = task.exception() is not None
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in tasks]


async def profile(name):
    await asyncio.sleep(0.002)
    return {"name": name}


async def orders(name, limit=3):
    await asyncio.sleep(0.001)
    if limit < 0:
        raise ValueError("limit", limit)
    return [name] * limit


async def page(name, limit):
    # These calls wait at the same time.
    user, bought, seen = await _await_all(
        lambda: profile(name),
        lambda: orders(name, limit=limit - 1),
        lambda: orders(name + "!", 1),
    )
    user["bought"] = bought
    return user, seen


print(asyncio.run(page("ann", 3)))
for wrong in (("bob", 0), (None, 2), ("eve", "x")):
    try:
        asyncio.run(page(*wrong))
    except (ValueError, TypeError) as error:
        print(error, error.__context__)
