import asyncio


async def _await_together(function, calls, at_most):
    """Await function(*call) for all calls, at_most at a time; give a function that hands out results.

    At the first failure the calls behind it are cancelled: it is raised in its turn, calls behind
    it are awaited in place. When there is nothing to gain, that is function itself.
    """
    try:
        calls = list(calls)
    except Exception:
        return function
    if not 2 <= len(calls) <= 10000:
        return function
    import asyncio

    free = asyncio.Semaphore(at_most)

    async def run(call):
        async with free:
            return await function(*call)

    tasks = [asyncio.ensure_future(run(call)) for call in calls]
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
    in_order = iter(tasks)

    async def take(*call):
        for task in in_order:
            return await function(*call) if task.cancelled() else task.result()
        return await function(*call)  # the loop goes on longer than it looked

    return take


async def check(number):
    await asyncio.sleep(0.02 - number * 0.001)
    if number in (3, 7):
        raise ValueError(f"bad {number}")
    return number * number


async def check_all(numbers, good):
    # The calls wait at the same time; their results are taken in order.
    next_check = await _await_together(
        check,
        ((number,) for number in numbers)
        if type(numbers) in (list, tuple, range)
        and {int, float, str}.issuperset(map(type, numbers))
        else (),
        at_most=100,
    )
    for number in numbers:
        good.append(await next_check(number))
    return "fine"


async def careful(numbers, good):
    for number in numbers:
        try:
            good.append(await check(number))
        except ValueError as error:
            good.append(str(error))
    return len(asyncio.all_tasks())


for numbers in ([0, 1, 2], [1, 7, 3, 2], (7,), []):
    good = []
    try:
        print(asyncio.run(check_all(numbers, good)))
    except ValueError as error:
        print(error, error.__context__, error.__cause__)
    print(good, asyncio.run(careful(numbers, good)), good)
