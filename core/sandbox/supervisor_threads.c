/*
 * supervisor_threads.c — how many threads a run may have where the kernel has no count of its
 * own.
 *
 * RLIMIT_NPROC counts per user id. In a plain container the service and its runs share one, so
 * the run's filter sends each clone(2) of a thread here (seccomp_unotify(2)) and waits. The
 * flags were judged by the filter and lie in registers, where nobody can change them behind our
 * back; all that is decided here is a number, read from /proc. A run that has died in between
 * makes the answer fail, which is what it should do.
 */
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NOTICE_BYTES 512 /* kernels newer than the headers may write more than they say */

/* UINT32_MAX when that cannot be told. */
static uint32_t threads_of(pid_t pid)
{
    char path[32], text[4096];
    snprintf(path, sizeof(path), "/proc/%d/status", (int) pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
    wire_close(&fd);
    text[n > 0 ? n : 0] = '\0';
    const char *row = strstr(text, "\nThreads:");
    return row ? (uint32_t) strtoul(row + strlen("\nThreads:"), NULL, 10) : UINT32_MAX;
}

void threads_answer(const struct run *run)
{
    union {
        struct seccomp_notif notice;
        char bytes[NOTICE_BYTES];
    } question;
    union {
        struct seccomp_notif_resp answer;
        char bytes[NOTICE_BYTES];
    } reply;
    memset(&question, 0, sizeof(question));
    memset(&reply, 0, sizeof(reply));
    if (ioctl(run->listener, SECCOMP_IOCTL_NOTIF_RECV, &question) != 0)
        return;
    reply.answer.id = question.notice.id;
    if (threads_of(run->pid) <= run->tasks)
        reply.answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    else
        reply.answer.error = -EAGAIN;
    ioctl(run->listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
}
