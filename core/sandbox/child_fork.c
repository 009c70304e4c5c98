/*
 * child_fork.c — a run child is forked by the zygote but must be the supervisor's child, so that
 * the kernel, not Python, tells the supervisor how it ended: clone(CLONE_PARENT).
 *
 * The raw system call goes past glibc, which caches the thread id in its thread descriptor and
 * expects fork() to refresh it. CLONE_CHILD_SETTID lets the kernel refresh it; where the cache
 * lies is found once, by looking for our own id and checking the find in a forked child.
 */
#include "child.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define DESCRIPTOR_BYTES 2048

static pid_t *tid_cache;

/* After a proper fork() glibc has updated its cache: only then can `p` be that cache. */
static bool follows_fork(const volatile pid_t *p)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(*p == (pid_t) syscall(SYS_gettid) ? 0 : 1);
    int status = -1;
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

bool fork_prepare(void)
{
    pid_t *descriptor = (pid_t *) (uintptr_t) pthread_self();
    pid_t tid = (pid_t) syscall(SYS_gettid);
    for (size_t i = 0; i < DESCRIPTOR_BYTES / sizeof(*descriptor) && !tid_cache; i++) {
        if (descriptor[i] == tid && follows_fork(&descriptor[i]))
            tid_cache = &descriptor[i];
    }
    return tid_cache != NULL;
}

pid_t fork_sibling(void)
{
    unsigned long flags = CLONE_PARENT | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
#if defined(__x86_64__)
    return (pid_t) syscall(SYS_clone, flags, NULL, NULL, tid_cache, 0);
#else /* aarch64 and most others pass the thread pointer fourth */
    return (pid_t) syscall(SYS_clone, flags, NULL, NULL, 0, tid_cache);
#endif
}
