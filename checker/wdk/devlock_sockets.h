/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Addresses of sockets in the kernel, where mingw-w64's ws2ipdef.h needs them and has none: of ws2def.h and inaddr.h,
 * as documented in https://learn.microsoft.com/windows-hardware/drivers/ddi/ws2def/.
 */
#ifndef DEVLOCK_WDK_SOCKETS_H
#define DEVLOCK_WDK_SOCKETS_H

#ifndef _WINSOCK2API_
typedef USHORT ADDRESS_FAMILY;
#define AF_UNSPEC      0
#define AF_INET        2
#define AF_INET6       23
#define IPPROTO_ICMP   1
#define IPPROTO_TCP    6
#define IPPROTO_UDP    17
#define IPPROTO_ICMPV6 58
typedef enum _DEVLOCK_COMPARTMENT { UNSPECIFIED_COMPARTMENT_ID, DEFAULT_COMPARTMENT_ID } COMPARTMENT_ID;
typedef ULONG IF_INDEX, NET_IFINDEX;
typedef struct _DEVLOCK_SCOPE_ID {
    union {
        struct {
            ULONG Zone : 28, Level : 4;
        };
        ULONG Value;
    };
} SCOPE_ID, *PSCOPE_ID;
typedef struct in_addr {
    union {
        struct {
            UCHAR s_b1, s_b2, s_b3, s_b4;
        } S_un_b;
        struct {
            USHORT s_w1, s_w2;
        } S_un_w;
        ULONG S_addr;
    } S_un;
} IN_ADDR, *PIN_ADDR;
typedef struct sockaddr {
    ADDRESS_FAMILY sa_family;
    CHAR sa_data[14];
} SOCKADDR, *PSOCKADDR;
typedef struct sockaddr_in {
    SHORT sin_family;
    USHORT sin_port;
    IN_ADDR sin_addr;
    CHAR sin_zero[8];
} SOCKADDR_IN, *PSOCKADDR_IN;
typedef struct sockaddr_storage {
    ADDRESS_FAMILY ss_family;
    CHAR ss_pad[126];
} SOCKADDR_STORAGE, *PSOCKADDR_STORAGE;
typedef struct _SOCKET_ADDRESS {
    PSOCKADDR lpSockaddr;
    INT iSockaddrLength;
} SOCKET_ADDRESS, *PSOCKET_ADDRESS;
typedef struct _WSACMSGHDR {
    SIZE_T cmsg_len;
    INT cmsg_level, cmsg_type;
} WSACMSGHDR, *PWSACMSGHDR, CMSGHDR;
#ifndef INET6_ADDRSTRLEN
#define INET_ADDRSTRLEN  22
#define INET6_ADDRSTRLEN 65
#endif
#endif

#endif
