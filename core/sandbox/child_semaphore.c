/*
 * child_semaphore.c — POSIX named semaphores without a name.
 *
 * multiprocessing makes every lock with sem_open(O_CREAT | O_EXCL) and unlinks it at once; glibc
 * wants a writable /dev/shm for that, which no run gets. The zygote preloads this library, so
 * these definitions come first: the semaphore is a process-shared one in anonymous shared
 * memory, which forked workers inherit. No name exists, nothing is left behind. Opening an
 * existing semaphore by name cannot work, and says so.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdarg.h>
#include <sys/mman.h>

EXPORT sem_t *sem_open(const char *name, int flags, ...)
{
    (void) name;
    if (!(flags & O_CREAT)) {
        errno = ENOENT;
        return SEM_FAILED;
    }
    va_list args;
    va_start(args, flags);
    (void) va_arg(args, unsigned int); /* mode: there is no file that could have one */
    unsigned int value = va_arg(args, unsigned int);
    va_end(args);
    void *p = mmap(NULL, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return SEM_FAILED;
    if (sem_init(p, 1, value) == 0)
        return p;
    munmap(p, sizeof(sem_t));
    return SEM_FAILED;
}

EXPORT int sem_close(sem_t *semaphore)
{
    return munmap(semaphore, sizeof(sem_t));
}

EXPORT int sem_unlink(const char *name)
{
    (void) name;
    return 0;
}
