/*
 * deliver.c — files are replaced whole or not at all.
 */
#include "deliver.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Writes beside the target and renames, so that a crash never leaves half a file. */
static enum status replace_file(const char *path, str text, struct error *err)
{
    char temporary[4096];
    if ((size_t) snprintf(temporary, sizeof(temporary), "%s.hasten-XXXXXX", path) >=
        sizeof(temporary))
        return error_set(err, STATUS_IO, "the path %s is too long", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return error_set(err, STATUS_IO, "cannot write beside %s: %s", path,
                         strerrordesc_np(errno));
    struct stat old;
    mode_t mode = stat(path, &old) == 0 ? old.st_mode & 0777 : 0644;
    bool ok = fchmod(fd, mode) == 0;
    for (size_t done = 0; ok && done < text.len;) {
        ssize_t n = write(fd, text.ptr + done, text.len - done);
        ok = n > 0 || errno == EINTR;
        done += n > 0 ? (size_t) n : 0;
    }
    ok = fsync(fd) == 0 && ok;
    ok = close(fd) == 0 && ok;
    if (ok && rename(temporary, path) == 0)
        return STATUS_OK;
    unlink(temporary);
    return error_set(err, STATUS_IO, "cannot write %s", path);
}

/* A symbolic link stays one: what it points to is replaced. */
static enum status write_file(const char *path, str text, struct error *err)
{
    char *target = realpath(path, NULL); /* NULL for a file that is yet to be made */
    enum status status = replace_file(target ? target : path, text, err);
    free(target);
    return status;
}

enum status deliver(const struct options *o, str code, bool changed, struct error *err)
{
    enum status status = STATUS_OK;
    if (o->write && changed)
        status = write_file(o->file, code, err);
    if (!status && o->output)
        status = write_file(o->output, code, err);
    return status;
}

/* Without `dot` there is no drawing; that is no failure. */
static enum status draw(const char *path, struct error *err)
{
    char svg[4096];
    int status = 0;
    pid_t pid;
    if ((size_t) snprintf(svg, sizeof(svg), "%s.svg", path) >= sizeof(svg))
        return error_set(err, STATUS_IO, "the path %s is too long", path);
    char program[] = "dot", format[] = "-Tsvg", output[] = "-o";
    char *input = strdup(path);
    char *argv[] = { program, format, output, svg, input, NULL };
    int failed = input ? posix_spawnp(&pid, program, NULL, NULL, argv, environ) : ENOMEM;
    free(input);
    if (failed == ENOENT)
        return STATUS_OK;
    while (!failed && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (failed || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return error_set(err, STATUS_IO, "dot cannot draw %s", path);
    return STATUS_OK;
}

enum status deliver_graph(const char *path, str dot, struct error *err)
{
    enum status status = write_file(path, dot, err);
    return status ? status : draw(path, err);
}

enum status deliver_certificate(const struct options *o, str certificate, struct error *err)
{
    return write_file(o->certificate, certificate, err);
}
