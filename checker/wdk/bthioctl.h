/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Requests to Bluetooth's driver stack, without the WDK
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/bthioctl/).
 */
#ifndef DEVLOCK_WDK_BTHIOCTL_H
#define DEVLOCK_WDK_BTHIOCTL_H

#include <windef.h>
#include <bthdef.h>
#include <bthsdpdef.h>

typedef PVOID HANDLE_SDP, *PHANDLE_SDP;
#define HANDLE_SDP_NULL  ((HANDLE_SDP)0)
#define HANDLE_SDP_LOCAL ((HANDLE_SDP)-2)
#ifndef SDP_DEFAULT_INQUIRY_SECONDS
#define SDP_DEFAULT_INQUIRY_SECONDS 6
#endif

typedef struct _BTH_SDP_CONNECT {
    BTH_ADDR bthAddress;
    ULONG fSdpConnect;
    HANDLE_SDP hConnection;
    UCHAR requestTimeout;
} BTH_SDP_CONNECT, *PBTH_SDP_CONNECT;
typedef struct _BTH_SDP_DISCONNECT {
    HANDLE_SDP hConnection;
} BTH_SDP_DISCONNECT, *PBTH_SDP_DISCONNECT;
typedef struct _BTH_SDP_SERVICE_ATTRIBUTE_SEARCH_REQUEST {
    HANDLE_SDP hConnection;
    ULONG searchFlags;
    SdpQueryUuid uuids[MAX_UUIDS_IN_QUERY];
    SdpAttributeRange range[1];
} BTH_SDP_SERVICE_ATTRIBUTE_SEARCH_REQUEST, *PBTH_SDP_SERVICE_ATTRIBUTE_SEARCH_REQUEST;
typedef struct _BTH_SDP_STREAM_RESPONSE {
    ULONG requiredSize, responseSize;
    UCHAR response[1];
} BTH_SDP_STREAM_RESPONSE, *PBTH_SDP_STREAM_RESPONSE;
typedef struct _BTH_HOST_FEATURE_MASK {
    ULONGLONG Mask, Reserved1[2];
} BTH_HOST_FEATURE_MASK, *PBTH_HOST_FEATURE_MASK;

#endif
