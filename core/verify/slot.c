/*
 * slot.c — who may use the processors.
 *
 * A time measured while another worker verifies its own candidate is noise. So every sandboxed run
 * of verification holds this lock shared, and a benchmark holds it alone: while one worker measures,
 * the others wait before their next run. Writers come first, or a busy server would never measure.
 *
 * The lock is process-wide; a thread may nest slot_enter(), and may enter while it is alone. It is
 * never held while waiting for anything but a sandboxed run, which is bounded by its limits.
 */
#include "verify_internal.h"

#include <pthread.h>

static pthread_rwlock_t slot = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
static _Thread_local unsigned depth; /* nested entries of this thread, alone or shared */

void slot_enter(void)
{
    if (depth++ == 0)
        pthread_rwlock_rdlock(&slot);
}

void slot_leave(void)
{
    if (--depth == 0)
        pthread_rwlock_unlock(&slot);
}

void slot_enter_alone(void)
{
    depth++;
    pthread_rwlock_wrlock(&slot);
}

void slot_leave_alone(void)
{
    depth--;
    pthread_rwlock_unlock(&slot);
}
