/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * ndis.h without the WDK: mingw-w64's, which knows versions up to 6.20 and
 * leaves out what drivers of NDIS 6 are made of; devlock_ndis6.h and
 * devlock_ndis6_drivers.h have that.
 */
#ifndef DEVLOCK_WDK_NDIS_H
#define DEVLOCK_WDK_NDIS_H

#include <ntddk.h>

/* Later versions are for mingw-w64's the last one that it knows. */
#if defined(NDIS630) || defined(NDIS640) || defined(NDIS650) || defined(NDIS651) || defined(NDIS660) ||                \
    defined(NDIS670) || defined(NDIS680) || defined(NDIS681) || defined(NDIS682) || defined(NDIS683) ||                \
    defined(NDIS684) || defined(NDIS685)
#define NDIS620 1
#endif
#if defined(NDIS630_MINIPORT) || defined(NDIS640_MINIPORT) || defined(NDIS650_MINIPORT) ||                             \
    defined(NDIS651_MINIPORT) || defined(NDIS660_MINIPORT) || defined(NDIS670_MINIPORT) ||                             \
    defined(NDIS680_MINIPORT) || defined(NDIS681_MINIPORT) || defined(NDIS682_MINIPORT) ||                             \
    defined(NDIS683_MINIPORT) || defined(NDIS684_MINIPORT) || defined(NDIS685_MINIPORT)
#define NDIS620_MINIPORT 1
#endif
#ifdef NDIS620_MINIPORT
#undef NDIS60_MINIPORT
#undef NDIS61_MINIPORT
#endif

#if defined(NDIS60) || defined(NDIS61) || defined(NDIS620) || defined(NDIS60_MINIPORT) || defined(NDIS61_MINIPORT) ||  \
    defined(NDIS620_MINIPORT)
#define DEVLOCK_NDIS_6
#define NDIS_SUPPORT_NDIS6   1
#define NDIS_SUPPORT_NDIS61  1
#define NDIS_SUPPORT_NDIS620 1
#endif

/* Two of its headers have one enumeration. */
#define _NDIS_REQUEST_TYPE          devlock_ndis_request_type
#define NDIS_REQUEST_TYPE           DEVLOCK_NDIS_REQUEST_TYPE
#define PNDIS_REQUEST_TYPE          DEVLOCK_PNDIS_REQUEST_TYPE
#define NdisRequestQueryInformation devlock_NdisRequestQueryInformation
#define NdisRequestSetInformation   devlock_NdisRequestSetInformation
#define NdisRequestQueryStatistics  devlock_NdisRequestQueryStatistics
#define NdisRequestOpen             devlock_NdisRequestOpen
#define NdisRequestClose            devlock_NdisRequestClose
#define NdisRequestSend             devlock_NdisRequestSend
#define NdisRequestTransferData     devlock_NdisRequestTransferData
#define NdisRequestReset            devlock_NdisRequestReset
#define NdisRequestGeneric1         devlock_NdisRequestGeneric1
#define NdisRequestGeneric2         devlock_NdisRequestGeneric2
#define NdisRequestGeneric3         devlock_NdisRequestGeneric3
#define NdisRequestGeneric4         devlock_NdisRequestGeneric4
#define NdisRequestMethod           devlock_NdisRequestMethod
typedef int NDIS_STATUS, *PNDIS_STATUS;
#include <ntddndis.h>
#undef _NDIS_REQUEST_TYPE
#undef NDIS_REQUEST_TYPE
#undef PNDIS_REQUEST_TYPE
#undef NdisRequestQueryInformation
#undef NdisRequestSetInformation
#undef NdisRequestQueryStatistics
#undef NdisRequestOpen
#undef NdisRequestClose
#undef NdisRequestSend
#undef NdisRequestTransferData
#undef NdisRequestReset
#undef NdisRequestGeneric1
#undef NdisRequestGeneric2
#undef NdisRequestGeneric3
#undef NdisRequestGeneric4
#undef NdisRequestMethod

/* What it leaves out for version 6 and mentions all the same. */
typedef struct _NDIS_PACKET NDIS_PACKET, *PNDIS_PACKET, **PPNDIS_PACKET;
typedef struct _NDIS_REQUEST NDIS_REQUEST, *PNDIS_REQUEST;
typedef struct _NDIS_WAN_PACKET NDIS_WAN_PACKET, *PNDIS_WAN_PACKET;
#ifdef DEVLOCK_NDIS_6
typedef PVOID SEND_HANDLER, TRANSFER_DATA_HANDLER, RESET_HANDLER, REQUEST_HANDLER, WAN_SEND_HANDLER,
    SEND_PACKETS_HANDLER;
#endif

/* Behind the Windows Filtering Platform's headers it has this once more. */
#ifdef DEVLOCK_WDK_NDIS6_H
#define _NDIS_GENERIC_OBJECT      devlock_ndis_generic_object
#define NDIS_GENERIC_OBJECT       DEVLOCK_NDIS_GENERIC_OBJECT
#define PNDIS_GENERIC_OBJECT      DEVLOCK_PNDIS_GENERIC_OBJECT
#define NdisAllocateGenericObject devlock_NdisAllocateGenericObject
#define NdisFreeGenericObject     devlock_NdisFreeGenericObject
#endif
#define NdisMWanIndicateReceiveComplete(...) devlock_ndis_wan(void) /* its declaration lacks a comma */
#include_next <ndis.h>
#undef NdisMWanIndicateReceiveComplete
#undef _NDIS_GENERIC_OBJECT
#undef NDIS_GENERIC_OBJECT
#undef PNDIS_GENERIC_OBJECT
#undef NdisAllocateGenericObject
#undef NdisFreeGenericObject
#if NDIS_SUPPORT_NDIS6
#define DEVLOCK_HAS_NDIS_GENERIC_OBJECT
#endif

#include "devlock_ndis6.h"
#ifdef DEVLOCK_NDIS_6
#include "devlock_ndis6_drivers.h"
#endif

#endif
