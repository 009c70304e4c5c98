/*
 * child_landlock.c — files, TCP, signals and abstract sockets through Landlock.
 *
 * Everything the kernel's ABI can handle is denied, then the interpreter's own directories become
 * readable and the scratch directory writable. There is no rule for /proc, /sys, /etc or any
 * home: a path is reachable because a rule names it, never because nothing forbids it. The ABI
 * is detected and may be capped, so that the degradations of older kernels are testable on new
 * ones. The build's kernel headers may be older than the running kernel, hence our own names.
 */
#include "child.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FS_ABI1 ((1ull << 13) - 1)
#define FS_REFER (1ull << 13)     /* ABI 2 */
#define FS_TRUNCATE (1ull << 14)  /* ABI 3 */
#define FS_IOCTL_DEV (1ull << 15) /* ABI 5 */
#define NET_TCP 3ull              /* bind and connect, ABI 4 */
#define SCOPE_ALL 3ull            /* abstract sockets and signals, ABI 6 */

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define SCRATCH_NEVER                                                                   \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |                        \
     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SOCK | FS_IOCTL_DEV)

struct ruleset { /* struct landlock_ruleset_attr of ABI 6 */
    uint64_t fs, net, scope;
};

static struct rule {
    int fd;
    uint64_t access;
} rules[64];
static size_t rule_count;

int landlock_detect(int cap)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1 || cap < 1)
        return 0;
    return abi < cap ? (int) abi : cap;
}

static void add_rule(const char *path, uint64_t access)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return;
    struct stat st;
    if (rule_count < ARRAY_LEN(rules) && fstat(fd, &st) == 0) {
        int high = fcntl(fd, F_DUPFD_CLOEXEC, RULE_FD_FLOOR);
        if (!S_ISDIR(st.st_mode))
            access &= ~(uint64_t) LANDLOCK_ACCESS_FS_READ_DIR;
        if (high >= 0)
            rules[rule_count++] = (struct rule){ high, access };
    }
    close(fd);
}

/* What every interpreter needs, wherever it is installed; a NULL path asks for these. */
static void allow_system(void)
{
    static const char *const readable[] = { "/usr", "/lib", "/lib64", "/etc/ld.so.cache",
                                            "/etc/localtime", "/dev/zero", "/dev/random",
                                            "/dev/urandom" };
    for (size_t i = 0; i < ARRAY_LEN(readable); i++)
        add_rule(readable[i], READ | LANDLOCK_ACCESS_FS_EXECUTE);
    add_rule("/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
}

void landlock_allow_read(const char *path)
{
    if (path)
        add_rule(path, READ | LANDLOCK_ACCESS_FS_EXECUTE);
    else
        allow_system();
}

static bool restrict_path(int ruleset, int fd, uint64_t access)
{
    struct landlock_path_beneath_attr beneath = { .allowed_access = access, .parent_fd = fd };
    return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
}

static struct ruleset ruleset_of(int abi, size_t *ret_size)
{
    struct ruleset set = { FS_ABI1, 0, 0 };
    *ret_size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    set.fs |= (abi >= 2 ? FS_REFER : 0) | (abi >= 3 ? FS_TRUNCATE : 0);
    set.fs |= abi >= 5 ? FS_IOCTL_DEV : 0;
    set.net = abi >= 4 ? NET_TCP : 0;
    set.scope = abi >= 6 ? SCOPE_ALL : 0;
    return set;
}

void landlock_enter(struct child *c)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        child_fail(c, "no_new_privs");
    c->layers |= SANDBOX_LAYER_no_new_privs;
    if (c->abi < 1) {
        c->layers |= SANDBOX_LAYER_strict; /* the seccomp filter refuses every open */
        return;
    }
    size_t size;
    struct ruleset set = ruleset_of(c->abi, &size);
    int ruleset = (int) syscall(SYS_landlock_create_ruleset, &set, size, 0);
    bool ok = ruleset >= 0;
    for (size_t i = 0; ok && i < rule_count; i++)
        ok = restrict_path(ruleset, rules[i].fd, rules[i].access & set.fs);
    ok = ok && restrict_path(ruleset, c->fds[WIRE_FD_SCRATCH], set.fs & ~(uint64_t) SCRATCH_NEVER);
    if (!ok || syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        child_fail(c, "Landlock");
    close(ruleset);
    c->layers |= SANDBOX_LAYER_landlock_fs | (set.net ? SANDBOX_LAYER_landlock_net : 0u) |
                 (set.scope ? SANDBOX_LAYER_landlock_scope : 0u);
}
