/*
 * wire.c — messages and descriptors over the SEQPACKET sockets of the sandbox. A message is one
 * packet, so nothing is ever half read. Compiled twice: into hasten and into the library that
 * the zygote loads; it uses nothing but libc.
 */
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_FDS 16

union control {
    char bytes[CMSG_SPACE(sizeof(int) * MAX_FDS)];
    struct cmsghdr align;
};

bool wire_send(int socket, const struct wire_message *m, const int *fds, size_t fd_count)
{
    struct iovec iov = { (void *) (uintptr_t) m, sizeof(*m) };
    union control control = { { 0 } };
    struct msghdr header = { .msg_iov = &iov, .msg_iovlen = 1 };
    if (fd_count > 0) {
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(sizeof(int) * fd_count);
        struct cmsghdr *c = CMSG_FIRSTHDR(&header);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int) * fd_count);
        memcpy(CMSG_DATA(c), fds, sizeof(int) * fd_count);
    }
    ssize_t n;
    do
        n = sendmsg(socket, &header, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t) sizeof(*m);
}

/* Moves the descriptors of a packet to fds[]; those without room are closed. */
static size_t take_fds(struct msghdr *header, int *fds, size_t room)
{
    size_t taken = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < n; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
            if (taken < room)
                fds[taken++] = fd;
            else
                close(fd);
        }
    }
    return taken;
}

int wire_receive(int socket, struct wire_message *m, int *fds, size_t fd_room, size_t *ret_fds,
                 int flags)
{
    struct iovec iov = { m, sizeof(*m) };
    union control control;
    struct msghdr header = { .msg_iov = &iov,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes) };
    ssize_t n;
    do
        n = recvmsg(socket, &header, flags | MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    *ret_fds = 0;
    if (n <= 0)
        return n < 0 && errno != ECONNRESET ? -1 : 0;
    *ret_fds = take_fds(&header, fds, fd_room);
    if (n == (ssize_t) sizeof(*m) && !(header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
        return 1;
    for (size_t i = 0; i < *ret_fds; i++)
        close(fds[i]);
    *ret_fds = 0;
    errno = EBADMSG;
    return -1;
}

int wire_memfd(const char *name, const void *bytes, size_t length)
{
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -1;
    for (size_t done = 0; done < length;) {
        ssize_t n = write(fd, (const char *) bytes + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            close(fd);
            return -1;
        }
        done += (size_t) n;
    }
    lseek(fd, 0, SEEK_SET);
    fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    return fd;
}

void wire_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}
