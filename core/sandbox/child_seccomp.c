/*
 * child_seccomp.c — the system call filter: an allow list, everything else is ENOSYS, so that
 * programs take their fallback; what no honest program does kills.
 *
 * libseccomp compiles the filters once per zygote. A run copies the program and patches the one
 * thing that differs, its own pid (kill, tgkill and prlimit64 may only name it). Notable rows:
 *  - metadata (chmod, utime …) and file locks succeed without effect: Landlock does not cover the
 *    first, the second would be a channel between concurrent runs.
 *  - clone3 is absent because its flags lie in memory; glibc then uses clone, whose flags show.
 *  - memfd_create, SysV and POSIX IPC are absent: memory that no limit counts.
 *  - fcntl and ioctl rows leave out everything that directs signals to other processes.
 *  - setsid and setpgid fail, also where forking is allowed: the process group holds every
 *    descendant, and the supervisor kills it as one.
 *  - where no limit of the kernel counts threads (the uid is shared), the supervisor is asked about each
 *    new one (supervisor_threads.c). It may say "go on" because the flags it judged are in registers.
 *  - before Landlock ABI 3, O_TRUNC without write access would empty a readable file.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PID_PLACEHOLDER 0x5bd1e995u
#define NEW_NAMESPACES 0x7e020080u /* every CLONE_NEW* flag */
#define THREAD_FLAGS                                                                    \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

#define ROW(...) (const int[]){ __VA_ARGS__, LIST_END }
#define LIST_END (-100000)
#define NR SCMP_SYS

static const int allowed[] = {
    /* input and output on what is open */
    NR(read), NR(write), NR(readv), NR(writev), NR(pread64), NR(pwrite64), NR(preadv),
    NR(pwritev), NR(preadv2), NR(pwritev2), NR(lseek), NR(close), NR(close_range), NR(fstat),
    NR(newfstatat), NR(stat), NR(lstat), NR(statx), NR(getdents), NR(getdents64), NR(splice),
    NR(tee), NR(sendfile), NR(copy_file_range), NR(pipe), NR(pipe2), NR(dup), NR(dup2), NR(dup3),
    NR(poll), NR(ppoll), NR(select), NR(pselect6), NR(epoll_create), NR(epoll_create1),
    NR(epoll_ctl), NR(epoll_wait), NR(epoll_pwait), NR(eventfd), NR(eventfd2), NR(signalfd4),
    NR(ftruncate), NR(fallocate), NR(fsync), NR(fdatasync), NR(fadvise64), NR(chdir),
    NR(fchdir), NR(getcwd), NR(umask), NR(access), NR(faccessat), NR(faccessat2), NR(readlink),
    NR(readlinkat), NR(statfs), NR(fstatfs),
    /* memory and threads */
    NR(mmap), NR(munmap), NR(mremap), NR(mprotect), NR(madvise), NR(brk), NR(msync), NR(mincore),
    NR(futex), NR(futex_waitv), NR(set_robust_list), NR(rseq), NR(membarrier), NR(sched_yield),
    NR(sched_getaffinity), NR(getcpu), NR(set_tid_address), NR(arch_prctl),
    /* signals to oneself, identity, limits */
    NR(rt_sigaction), NR(rt_sigprocmask), NR(rt_sigreturn), NR(rt_sigpending),
    NR(rt_sigtimedwait), NR(rt_sigsuspend), NR(sigaltstack), NR(restart_syscall), NR(pause),
    NR(getpid), NR(gettid), NR(getppid), NR(getpgrp), NR(getpgid), NR(getsid), NR(getuid),
    NR(geteuid), NR(getgid), NR(getegid), NR(getresuid), NR(getresgid), NR(getgroups), NR(uname),
    NR(sysinfo), NR(getrusage), NR(times), NR(getrlimit), NR(setrlimit), NR(exit), NR(exit_group),
    /* time */
    NR(clock_gettime), NR(clock_getres), NR(clock_nanosleep), NR(nanosleep), NR(gettimeofday),
    NR(time), NR(getitimer), NR(setitimer), NR(alarm), NR(timer_create), NR(timer_settime),
    NR(timer_delete), NR(timer_gettime), NR(timer_getoverrun), NR(timerfd_create),
    NR(timerfd_settime), NR(timerfd_gettime), NR(getrandom),
    /* socketpair ends */
    NR(recvfrom), NR(recvmsg), NR(sendmsg), NR(getsockname), NR(getpeername), NR(getsockopt),
    NR(setsockopt), NR(shutdown),
    LIST_END,
};

/* Paths: confined by Landlock, refused in strict mode. */
static const int changes_files[] = {
    NR(creat), NR(mkdir), NR(mkdirat), NR(rmdir), NR(unlink), NR(unlinkat), NR(rename),
    NR(renameat), NR(renameat2), NR(link), NR(linkat), NR(symlink), NR(symlinkat), LIST_END,
};

static const int killed[] = {
    NR(ptrace), NR(process_vm_readv), NR(process_vm_writev), NR(bpf), NR(mount), NR(umount2),
    NR(pivot_root), NR(setns), NR(unshare), NR(keyctl), NR(add_key), NR(request_key),
    NR(kexec_load), NR(init_module), NR(finit_module), NR(delete_module), NR(perf_event_open),
    NR(userfaultfd), NR(iopl), NR(ioperm), NR(reboot), NR(pidfd_getfd), NR(io_uring_setup),
    NR(open_by_handle_at), LIST_END,
};

static const struct {
    int error; /* 0: succeeds without effect */
    const int *calls;
} answered[] = {
    { 0, ROW(NR(chmod), NR(fchmod), NR(fchmodat), NR(chown), NR(fchown), NR(lchown), NR(fchownat),
             NR(utime), NR(utimes), NR(utimensat), NR(futimesat), NR(flock)) },
    { ENOTSUP, ROW(NR(setxattr), NR(lsetxattr), NR(fsetxattr), NR(removexattr), NR(lremovexattr),
                   NR(fremovexattr), NR(getxattr), NR(lgetxattr), NR(fgetxattr), NR(listxattr),
                   NR(llistxattr), NR(flistxattr)) },
    { EPERM, ROW(NR(mknod), NR(mknodat), NR(chroot), NR(tkill), NR(setsid), NR(setpgid), NR(execve),
                 NR(execveat)) },
    { EACCES, ROW(NR(socket), NR(connect), NR(bind), NR(listen), NR(accept), NR(accept4)) },
};

static const int prctl_allowed[] = { PR_SET_NAME, PR_GET_NAME, PR_SET_VMA, LIST_END };
static const int ioctl_allowed[] = { TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX,
                                     LIST_END };
static const int fcntl_allowed[] = { F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL,
                                     F_GETLK, F_OFD_GETLK, F_GETPIPE_SZ, F_GETOWN, F_GET_SEALS,
                                     LIST_END };
static const int fcntl_without_effect[] = { F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW,
                                            LIST_END };

/* A filter under construction; the first error sticks. */
struct build {
    scmp_filter_ctx filter;
    int error;
};

static struct scmp_arg_cmp masked(unsigned int arg, uint64_t mask, uint64_t value)
{
    return (struct scmp_arg_cmp){ arg, SCMP_CMP_MASKED_EQ, mask, value };
}

static void rule(struct build *b, uint32_t action, int call, unsigned int n,
                 const struct scmp_arg_cmp *args)
{
    int result = seccomp_rule_add_array(b->filter, action, call, n, args);
    if (result < 0 && b->error == 0)
        b->error = result;
}

static void rule_for_each(struct build *b, uint32_t action, const int *calls)
{
    for (; *calls != LIST_END; calls++)
        rule(b, action, *calls, 0, NULL);
}

/* `call` with one of the listed values in a 32-bit argument. */
static void rule_values(struct build *b, uint32_t action, int call, unsigned int arg,
                        const int *values)
{
    for (; *values != LIST_END; values++) {
        struct scmp_arg_cmp cmp = masked(arg, UINT32_MAX, (uint32_t) *values);
        rule(b, action, call, 1, &cmp);
    }
}

static void add_opens(struct build *b, int abi)
{
    static const struct {
        int call;
        unsigned int flags_arg;
    } opens[] = { { NR(open), 1 }, { NR(openat), 2 } };
    for (size_t i = 0; i < ARRAY_LEN(opens); i++) {
        int call = opens[i].call;
        unsigned int arg = opens[i].flags_arg;
        if (abi < 1) {
            rule(b, SCMP_ACT_ERRNO(EACCES), call, 0, NULL);
        } else if (abi >= 3) {
            rule(b, SCMP_ACT_ALLOW, call, 0, NULL);
        } else {
            const struct scmp_arg_cmp ways[] = {
                masked(arg, O_TRUNC, 0),
                masked(arg, O_ACCMODE, O_WRONLY),
                masked(arg, O_ACCMODE, O_RDWR),
            };
            for (size_t k = 0; k < ARRAY_LEN(ways); k++)
                rule(b, SCMP_ACT_ALLOW, call, 1, &ways[k]);
            struct scmp_arg_cmp bad = masked(arg, O_ACCMODE | O_TRUNC, O_TRUNC);
            rule(b, SCMP_ACT_ERRNO(EACCES), call, 1, &bad);
        }
    }
    if (abi >= 3)
        rule(b, SCMP_ACT_ALLOW, NR(truncate), 0, NULL);
    rule_for_each(b, abi < 1 ? SCMP_ACT_ERRNO(EACCES) : SCMP_ACT_ALLOW, changes_files);
}

/* Socket pairs for asyncio and wake-ups; a datagram socket could be sent from, to any path. */
static void add_sockets(struct build *b)
{
    static const int flags[] = { 0, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_CLOEXEC | SOCK_NONBLOCK };
    for (size_t i = 0; i < ARRAY_LEN(flags); i++) {
        const struct scmp_arg_cmp pair[] = {
            masked(0, UINT32_MAX, AF_UNIX),
            masked(1, UINT32_MAX, (uint32_t) (SOCK_STREAM | flags[i])),
        };
        rule(b, SCMP_ACT_ALLOW, NR(socketpair), 2, pair);
    }
    const struct scmp_arg_cmp no_address = { 4, SCMP_CMP_EQ, 0, 0 };
    rule(b, SCMP_ACT_ALLOW, NR(sendto), 1, &no_address);
}

enum variant {
    ONE_PROCESS,     /* threads are counted by RLIMIT_NPROC, or not at all */
    COUNTED_THREADS, /* … by the supervisor */
    MAY_FORK,
    VARIANTS,
};

static void add_processes(struct build *b, enum variant variant)
{
    const struct scmp_arg_cmp thread = masked(0, NEW_NAMESPACES | THREAD_FLAGS, THREAD_FLAGS);
    const struct scmp_arg_cmp process =
        masked(0, NEW_NAMESPACES | CLONE_PARENT | CLONE_THREAD, 0);
    rule(b, variant == COUNTED_THREADS ? SCMP_ACT_NOTIFY : SCMP_ACT_ALLOW, NR(clone), 1, &thread);
    if (variant == MAY_FORK) {
        rule(b, SCMP_ACT_ALLOW, NR(clone), 1, &process);
        rule_for_each(b, SCMP_ACT_ALLOW,
                      ROW(NR(fork), NR(wait4), NR(waitid), NR(kill), NR(tgkill)));
        return;
    }
    const struct scmp_arg_cmp any_process = masked(0, CLONE_THREAD, 0);
    rule(b, SCMP_ACT_ERRNO(EPERM), NR(clone), 1, &any_process);
    rule_for_each(b, SCMP_ACT_ERRNO(EPERM), ROW(NR(fork), NR(vfork)));
    rule_for_each(b, SCMP_ACT_ERRNO(ECHILD), ROW(NR(wait4), NR(waitid)));
    static const int own_pid[] = { (int) PID_PLACEHOLDER, LIST_END };
    rule_values(b, SCMP_ACT_ALLOW, NR(kill), 0, own_pid);
    rule_values(b, SCMP_ACT_ALLOW, NR(tgkill), 0, own_pid);
}

static void add_rules(struct build *b, enum variant variant, int abi)
{
    static const int own_pid[] = { 0, (int) PID_PLACEHOLDER, LIST_END };
    rule_for_each(b, SCMP_ACT_ALLOW, allowed);
    rule_for_each(b, SCMP_ACT_KILL_PROCESS, killed);
    for (size_t i = 0; i < ARRAY_LEN(answered); i++)
        rule_for_each(b, SCMP_ACT_ERRNO((uint32_t) answered[i].error), answered[i].calls);
    rule_values(b, SCMP_ACT_ALLOW, NR(prctl), 0, prctl_allowed);
    rule_values(b, SCMP_ACT_ALLOW, NR(ioctl), 1, ioctl_allowed);
    rule_values(b, SCMP_ACT_ALLOW, NR(fcntl), 1, fcntl_allowed);
    rule_values(b, SCMP_ACT_ERRNO(0), NR(fcntl), 1, fcntl_without_effect);
    rule_values(b, SCMP_ACT_ALLOW, NR(prlimit64), 0, own_pid);
    add_opens(b, abi);
    add_sockets(b);
    add_processes(b, variant);
}

/* ---- compiled filters ------------------------------------------------------------------ */

#define MAX_INSTRUCTIONS 4096

static struct program {
    struct sock_filter code[MAX_INSTRUCTIONS];
    unsigned short length;
} programs[VARIANTS];

static bool export_program(scmp_filter_ctx filter, struct program *program)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    bool ok = fd >= 0 && seccomp_export_bpf(filter, fd) == 0;
    ssize_t n = ok ? pread(fd, program->code, sizeof(program->code), 0) : 0;
    wire_close(&fd);
    program->length = (unsigned short) ((size_t) n / sizeof(program->code[0]));
    return n > 0 && (size_t) n < sizeof(program->code);
}

bool seccomp_prepare(const struct child *c)
{
    for (enum variant variant = 0; variant < VARIANTS; variant++) {
        struct build b = { seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), 0 };
        if (!b.filter)
            return false;
        seccomp_attr_set(b.filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
        seccomp_attr_set(b.filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
        add_rules(&b, variant, c->abi);
        bool ok = b.error == 0 && export_program(b.filter, &programs[variant]);
        seccomp_release(b.filter);
        if (!ok)
            return false;
    }
    return true;
}

/* The process is about to run hostile code anyway: patching in place saves the copy. */
static void patch_pid(struct program *program)
{
    uint32_t pid = (uint32_t) getpid();
    for (size_t i = 0; i < program->length; i++) {
        struct sock_filter *f = &program->code[i];
        if (f->code == (BPF_JMP | BPF_JEQ | BPF_K) && f->k == PID_PLACEHOLDER)
            f->k = pid;
    }
}

/* Without SPEC_ALLOW kernels before 5.16 slow the whole run down; some refuse the flag. */
static int install(enum variant variant, unsigned long flags)
{
    struct program *program = &programs[variant];
    patch_pid(program);
    struct sock_fprog prog = { program->length, program->code };
    long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                          SECCOMP_FILTER_FLAG_SPEC_ALLOW | flags, &prog);
    if (result < 0)
        result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog);
    return (int) result;
}

/* A container's own filter may have taken the place of the one listener. */
static bool let_supervisor_count(struct child *c)
{
    if (c->layers & SANDBOX_LAYER_task_limit || c->request.u.start.forks)
        return false;
    c->listener = install(COUNTED_THREADS, SECCOMP_FILTER_FLAG_NEW_LISTENER);
    if (c->listener < 0)
        return false;
    c->layers |= SANDBOX_LAYER_task_limit;
    return true;
}

void seccomp_enter(struct child *c)
{
    c->listener = -1;
    if (!let_supervisor_count(c) &&
        install(c->request.u.start.forks ? MAY_FORK : ONE_PROCESS, 0) != 0)
        child_fail(c, "seccomp");
    c->layers |= SANDBOX_LAYER_seccomp;
}
