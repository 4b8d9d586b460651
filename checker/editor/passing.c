/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Messages that carry open files; see passing.h.
 *
 * Needs: a socket. Leaves: files that the receiver closes. Cost: a call of the system.
 */
#define _GNU_SOURCE
#include "passing.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

typedef union control {
    struct cmsghdr header;
    char space[CMSG_SPACE(PASSING_FILES * sizeof(int))];
} control;

bool passing_send(int socket, const void *bytes, size_t size, const int *files, size_t count, int flags)
{
    struct iovec part = {(void *)bytes, size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    control control;
    ssize_t sent;
    memset(&control, 0, sizeof control);
    if (count) {
        message.msg_control = control.space;
        message.msg_controllen = CMSG_SPACE(count * sizeof *files);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        *header = (struct cmsghdr){
            .cmsg_len = CMSG_LEN(count * sizeof *files), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(header), files, count * sizeof *files);
    }
    while ((sent = sendmsg(socket, &message, flags | MSG_NOSIGNAL)) < 0 && errno == EINTR)
        ;
    return sent == (ssize_t)size;
}

ssize_t passing_receive(int socket, void *bytes, size_t size, int files[PASSING_FILES])
{
    struct iovec part = {bytes, size};
    control control;
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
    ssize_t count;
    while ((count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        ;
    for (size_t i = 0; i < PASSING_FILES; i++)
        files[i] = -1;
    struct cmsghdr *header = count > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (header && header->cmsg_type == SCM_RIGHTS)
        memcpy(files, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
    return count;
}
