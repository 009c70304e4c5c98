/*
 * await_tasks.h — the Python text, in a helper's body, that awaits the list `tasks`.
 *
 * At the first failure, by position, the tasks behind it are cancelled and those before it come to
 * their end; all are awaited before anything goes on, also when the caller is cancelled: no task
 * outlives the helper.
 */
#ifndef HASTEN_AWAIT_TASKS_H
#define HASTEN_AWAIT_TASKS_H

#define AWAIT_TASKS \
    "    pending = tasks\n" \
    "    try:\n" \
    "        while pending:\n" \
    "            done, pending = await asyncio.wait(pending, " \
    "return_when=asyncio.FIRST_EXCEPTION)\n" \
    "            failed = False\n" \
    "            for task in tasks:\n" \
    "                if failed:\n" \
    "                    task.cancel()\n" \
    "                elif task.done() and not task.cancelled():\n" \
    "                    failed = task.exception() is not None\n" \
    "    finally:\n" \
    "        for task in tasks:\n" \
    "            task.cancel()\n" \
    "        await asyncio.gather(*tasks, return_exceptions=True)\n"

#endif
