/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Network buffers of NDIS 6, which mingw-w64's ndis.h does not have, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/nbl/ and ndis.
 */
#ifndef DEVLOCK_WDK_NDIS6_H
#define DEVLOCK_WDK_NDIS6_H

#ifndef _WINDEF_
typedef unsigned long DWORD;
typedef unsigned short WORD;
typedef unsigned char BYTE;
typedef unsigned int UINT;
#endif
typedef PVOID DEVLOCK_NDIS_HANDLE;
typedef struct _DEVLOCK_NDIS_OBJECT_HEADER {
    UCHAR Type, Revision;
    USHORT Size;
} DEVLOCK_NDIS_OBJECT_HEADER;
#ifndef _NDIS_
typedef PVOID NDIS_HANDLE, *PNDIS_HANDLE;
typedef int NDIS_STATUS, *PNDIS_STATUS;
#define NDIS_STATUS_SUCCESS ((NDIS_STATUS)STATUS_SUCCESS)
#endif
#ifndef NDIS_OBJECT_TYPE_DEFAULT
#define NDIS_OBJECT_TYPE_DEFAULT        0x80
#define NDIS_OBJECT_TYPE_GENERIC_OBJECT 0xA1
#endif

#ifndef DEVLOCK_HAS_NDIS_GENERIC_OBJECT
typedef struct _NDIS_GENERIC_OBJECT {
    DEVLOCK_NDIS_OBJECT_HEADER Header;
    PVOID Caller, CallersCaller;
    PDRIVER_OBJECT DriverObject;
} NDIS_GENERIC_OBJECT, *PNDIS_GENERIC_OBJECT;
#endif

typedef struct _NET_BUFFER {
    struct _NET_BUFFER *Next;
    PMDL CurrentMdl, MdlChain;
    ULONG CurrentMdlOffset, DataLength, DataOffset;
    SIZE_T stDataLength;
    USHORT ChecksumBias, Reserved;
    DEVLOCK_NDIS_HANDLE NdisPoolHandle;
    PVOID NdisReserved[2], ProtocolReserved[6], MiniportReserved[4];
    PHYSICAL_ADDRESS DataPhysicalAddress;
} NET_BUFFER, *PNET_BUFFER;
typedef struct _NET_BUFFER_LIST_CONTEXT {
    struct _NET_BUFFER_LIST_CONTEXT *Next;
    USHORT Size, Offset;
    UCHAR ContextData[1];
} NET_BUFFER_LIST_CONTEXT, *PNET_BUFFER_LIST_CONTEXT;
typedef struct _NET_BUFFER_LIST {
    struct _NET_BUFFER_LIST *Next;
    PNET_BUFFER FirstNetBuffer;
    PNET_BUFFER_LIST_CONTEXT Context;
    struct _NET_BUFFER_LIST *ParentNetBufferList;
    DEVLOCK_NDIS_HANDLE NdisPoolHandle;
    PVOID NdisReserved[2], ProtocolReserved[4], MiniportReserved[2], Scratch;
    DEVLOCK_NDIS_HANDLE SourceHandle;
    ULONG NblFlags;
    LONG ChildRefCount;
    ULONG Flags;
    int Status;
    PVOID NetBufferListInfo[32];
} NET_BUFFER_LIST, *PNET_BUFFER_LIST;

#define NET_BUFFER_NEXT_NB(b)                 ((b)->Next)
#define NET_BUFFER_FIRST_MDL(b)               ((b)->MdlChain)
#define NET_BUFFER_CURRENT_MDL(b)             ((b)->CurrentMdl)
#define NET_BUFFER_CURRENT_MDL_OFFSET(b)      ((b)->CurrentMdlOffset)
#define NET_BUFFER_DATA_LENGTH(b)             ((b)->DataLength)
#define NET_BUFFER_DATA_OFFSET(b)             ((b)->DataOffset)
#define NET_BUFFER_PROTOCOL_RESERVED(b)       ((b)->ProtocolReserved)
#define NET_BUFFER_MINIPORT_RESERVED(b)       ((b)->MiniportReserved)
#define NET_BUFFER_LIST_NEXT_NBL(l)           ((l)->Next)
#define NET_BUFFER_LIST_FIRST_NB(l)           ((l)->FirstNetBuffer)
#define NET_BUFFER_LIST_FLAGS(l)              ((l)->Flags)
#define NET_BUFFER_LIST_STATUS(l)             ((l)->Status)
#define NET_BUFFER_LIST_INFO(l, id)           ((l)->NetBufferListInfo[id])
#define NET_BUFFER_LIST_PROTOCOL_RESERVED(l)  ((l)->ProtocolReserved)
#define NET_BUFFER_LIST_MINIPORT_RESERVED(l)  ((l)->MiniportReserved)
#define NET_BUFFER_LIST_CONTEXT_DATA_START(l) ((PUCHAR)((l)->Context + 1) + (l)->Context->Offset)
#define NET_BUFFER_LIST_CONTEXT_DATA_SIZE(l)  ((l)->Context->Size)

typedef struct _NET_BUFFER_LIST_POOL_PARAMETERS {
    DEVLOCK_NDIS_OBJECT_HEADER Header;
    UCHAR ProtocolId;
    BOOLEAN fAllocateNetBuffer;
    USHORT ContextSize;
    ULONG PoolTag, DataSize, Flags;
} NET_BUFFER_LIST_POOL_PARAMETERS, *PNET_BUFFER_LIST_POOL_PARAMETERS;
typedef struct _NET_BUFFER_POOL_PARAMETERS {
    DEVLOCK_NDIS_OBJECT_HEADER Header;
    ULONG PoolTag, DataSize;
} NET_BUFFER_POOL_PARAMETERS, *PNET_BUFFER_POOL_PARAMETERS;
#define NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1             1
#define NET_BUFFER_POOL_PARAMETERS_REVISION_1                  1
#define NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 sizeof(NET_BUFFER_LIST_POOL_PARAMETERS)
#define NDIS_SIZEOF_NET_BUFFER_POOL_PARAMETERS_REVISION_1      sizeof(NET_BUFFER_POOL_PARAMETERS)

#ifdef __cplusplus
extern "C" {
#endif
PVOID NTAPI NdisGetDataBuffer(PNET_BUFFER NetBuffer, ULONG BytesNeeded, PVOID Storage, UINT AlignMultiple,
                              UINT AlignOffset);
DEVLOCK_NDIS_HANDLE NTAPI NdisAllocateNetBufferListPool(DEVLOCK_NDIS_HANDLE NdisHandle,
                                                        const NET_BUFFER_LIST_POOL_PARAMETERS *Parameters);
DEVLOCK_NDIS_HANDLE NTAPI NdisAllocateNetBufferPool(DEVLOCK_NDIS_HANDLE NdisHandle,
                                                    const NET_BUFFER_POOL_PARAMETERS *Parameters);
PNET_BUFFER_LIST NTAPI NdisAllocateNetBufferList(DEVLOCK_NDIS_HANDLE PoolHandle, USHORT ContextSize,
                                                 USHORT ContextBackFill);
PNET_BUFFER NTAPI NdisAllocateNetBuffer(DEVLOCK_NDIS_HANDLE PoolHandle, PMDL MdlChain, ULONG DataOffset, SIZE_T Length);
PNDIS_GENERIC_OBJECT NTAPI NdisAllocateGenericObject(PDRIVER_OBJECT DriverObject, ULONG Tag, USHORT Size);
VOID NTAPI NdisFreeGenericObject(PNDIS_GENERIC_OBJECT NdisObject);
VOID NTAPI NdisFreeNetBufferListPool(DEVLOCK_NDIS_HANDLE PoolHandle);
VOID NTAPI NdisFreeNetBufferPool(DEVLOCK_NDIS_HANDLE PoolHandle);
VOID NTAPI NdisAdvanceNetBufferDataStart(PNET_BUFFER NetBuffer, ULONG Delta, BOOLEAN FreeMdl, PVOID FreeMdlHandler);
int NTAPI NdisRetreatNetBufferDataStart(PNET_BUFFER NetBuffer, ULONG Delta, ULONG BackFill, PVOID AllocateMdlHandler);
#ifdef __cplusplus
}
#endif

#endif
