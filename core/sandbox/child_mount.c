/*
 * child_mount.c — a mount namespace per run with a small tmpfs over a directory that programs
 * expect to be writable. It vanishes with the run: hard quota for bytes and inodes, no clean-up,
 * and the path is the same in every run. Needs CAP_SYS_ADMIN in the zygote's user namespace;
 * without it the supervisor's directory (WIRE_FD_SCRATCH) serves, under Landlock or a private uid.
 */
#include "child.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const mount_points[] = { "/tmp", "/mnt", "/srv" };

static bool is_below(const char *path, const char *directory)
{
    size_t n = strlen(directory);
    return strncmp(path, directory, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* A tmpfs must not hide the interpreter or its packages: called for each path they come from. */
void mount_choose(struct child *c, const char *read_path)
{
    size_t i = 0;
    while (c->scratch_mount && mount_points[i] != c->scratch_mount)
        i++;
    for (; i < ARRAY_LEN(mount_points); i++) {
        struct stat st;
        if (!is_below(read_path, mount_points[i]) && stat(mount_points[i], &st) == 0 &&
            S_ISDIR(st.st_mode)) {
            c->scratch_mount = mount_points[i];
            return;
        }
    }
    c->scratch_mount = "/";
}

static bool mount_scratch(const char *where)
{
    return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("tmpfs", where, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
                 "size=64m,nr_inodes=4096,mode=0700") == 0;
}

void mount_enter(struct child *c)
{
    if (c->layers & SANDBOX_LAYER_user_namespace && strcmp(c->scratch_mount, "/") != 0 &&
        mount_scratch(c->scratch_mount)) {
        wire_close(&c->fds[WIRE_FD_SCRATCH]);
        c->fds[WIRE_FD_SCRATCH] = open(c->scratch_mount, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        c->layers |= SANDBOX_LAYER_mount_namespace;
    }
    if (c->fds[WIRE_FD_SCRATCH] < 0 || fchdir(c->fds[WIRE_FD_SCRATCH]) != 0)
        child_fail(c, "scratch directory");
}
