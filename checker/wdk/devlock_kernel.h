/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What drivers use of wdm.h and ntddk.h and mingw-w64's headers lack, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/: keywords of structured exception handling, annotations,
 * types of callbacks ("role types"), newer constants and functions. Values of constants are theirs; what devlock does
 * not need of a structure is left out.
 */
#ifndef DEVLOCK_WDK_KERNEL_H
#define DEVLOCK_WDK_KERNEL_H

#include "devlock_sal.h"

/* Of excpt.h, for C. */
#ifndef __cplusplus
#ifndef try
#define try     __try
#define except  __except
#define finally __finally
#define leave   __leave
#endif
#endif

/* Of C++ headers, which the headers for ports of audio and streams need. */
#ifndef DECLSPEC_NOVTABLE
#define DECLSPEC_NOVTABLE
#endif
#ifndef DECLSPEC_NOTHROW
#define DECLSPEC_NOTHROW
#endif
#ifndef _TCHAR_DEFINED
#define _TCHAR_DEFINED
typedef WCHAR TCHAR, *PTCHAR;
#endif

#ifndef _Dispatch_type_
#define _Dispatch_type_(x)
#endif
#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED()
#endif
#ifndef NT_ANALYSIS_ASSUME
#define NT_ANALYSIS_ASSUME(e) ((void)0)
#endif
#ifndef NT_ASSERT
#define NT_ASSERT(e) ((void)0)
#endif
#ifndef NT_VERIFY
#define NT_VERIFY(e) ((void)(e))
#endif
#ifndef FALLTHROUGH
#define FALLTHROUGH
#endif
#ifndef EXCEPTION_EXECUTE_HANDLER
#define EXCEPTION_EXECUTE_HANDLER    1
#define EXCEPTION_CONTINUE_SEARCH    0
#define EXCEPTION_CONTINUE_EXECUTION (-1)
#endif

#ifndef CmResourceTypeConnection
#define CmResourceTypeConnection                132
#define CM_RESOURCE_CONNECTION_CLASS_GPIO       1
#define CM_RESOURCE_CONNECTION_CLASS_SERIAL     2
#define CM_RESOURCE_CONNECTION_TYPE_GPIO_IO     2
#define CM_RESOURCE_CONNECTION_TYPE_SERIAL_I2C  1
#define CM_RESOURCE_CONNECTION_TYPE_SERIAL_SPI  2
#define CM_RESOURCE_CONNECTION_TYPE_SERIAL_UART 3
#endif
#ifndef RTL_QUERY_REGISTRY_TYPECHECK
#define RTL_QUERY_REGISTRY_TYPECHECK       0x00000100
#define RTL_QUERY_REGISTRY_TYPECHECK_SHIFT 24
#define RTL_QUERY_REGISTRY_TYPECHECK_MASK  (0xff << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT)
#endif

/* Pools that are not executable. */
#ifndef POOL_NX_ALLOCATION
#define POOL_NX_ALLOCATION 512
#endif
#define NonPagedPoolNx             ((POOL_TYPE)512)
#define NonPagedPoolNxCacheAligned ((POOL_TYPE)516)
#ifndef POOL_NX_OPTIN
#define POOL_NX_OPTIN 1
#endif
#ifndef POOL_ZERO_DOWN_LEVEL_SUPPORT
#define POOL_ZERO_DOWN_LEVEL_SUPPORT 1
#endif
#define ExInitializeDriverRuntime(Flags) ((void)0)
#define DrvRtPoolNxOptIn                 1
#ifndef MdlMappingNoExecute
#define MdlMappingNoExecute 0x40000000
#endif
#ifndef MdlMappingNoWrite
#define MdlMappingNoWrite 0x80000000
#endif

typedef ULONG64 devlock_pool_flags;
#ifndef POOL_FLAG_NON_PAGED
#define POOL_FLAG                   devlock_pool_flags
#define POOL_FLAGS                  devlock_pool_flags
#define POOL_FLAG_USE_QUOTA         0x0000000000000001ULL
#define POOL_FLAG_UNINITIALIZED     0x0000000000000002ULL
#define POOL_FLAG_SESSION           0x0000000000000004ULL
#define POOL_FLAG_CACHE_ALIGNED     0x0000000000000008ULL
#define POOL_FLAG_RAISE_ON_FAILURE  0x0000000000000020ULL
#define POOL_FLAG_NON_PAGED         0x0000000000000040ULL
#define POOL_FLAG_NON_PAGED_EXECUTE 0x0000000000000080ULL
#define POOL_FLAG_PAGED             0x0000000000000100ULL
PVOID NTAPI ExAllocatePool2(devlock_pool_flags Flags, SIZE_T NumberOfBytes, ULONG Tag);
#endif
PVOID NTAPI MmMapIoSpaceEx(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, ULONG Protect);
ULONGLONG NTAPI KeQueryInterruptTimePrecise(PULONG64 QpcTimeStamp);
PVOID NTAPI ExAllocatePoolZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
PVOID NTAPI ExAllocatePoolQuotaZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
PVOID NTAPI ExAllocatePoolUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);

#ifndef LOCALE_NEUTRAL
#define LOCALE_NEUTRAL 0
#endif
/* Of ntintsafe.h. */
#ifndef LODWORD
#define LODWORD(l) ((ULONG)(ULONGLONG)(l))
#define HIDWORD(l) ((ULONG)((ULONGLONG)(l) >> 32))
#endif
#ifndef UINT32_MAX
#define UINT32_MAX 0xffffffffu
#endif
#ifndef USHORT_MAX
#define USHORT_MAX 0xffff
#endif

typedef enum _DRIVER_REGKEY_TYPE { DriverRegKeyParameters, DriverRegKeyPersistentState } DRIVER_REGKEY_TYPE;
typedef enum _DRIVER_DIRECTORY_TYPE { DriverDirectoryImage, DriverDirectoryData } DRIVER_DIRECTORY_TYPE;
NTSTATUS NTAPI IoOpenDriverRegistryKey(PDRIVER_OBJECT DriverObject, DRIVER_REGKEY_TYPE RegKeyType,
                                       ACCESS_MASK DesiredAccess, ULONG Flags, PHANDLE DriverRegKey);

/* Resetting a device. */
typedef enum _DEVICE_RESET_TYPE { FunctionLevelDeviceReset, PlatformLevelDeviceReset } DEVICE_RESET_TYPE;
typedef NTSTATUS NTAPI DEVICE_RESET_HANDLER(PVOID InterfaceContext, DEVICE_RESET_TYPE ResetType, ULONG Flags,
                                            PVOID ResetParameters);
typedef DEVICE_RESET_HANDLER *PDEVICE_RESET_HANDLER;
typedef struct _DEVICE_RESET_INTERFACE_STANDARD {
    USHORT Size, Version;
    PVOID Context;
    VOID(NTAPI *InterfaceReference)(PVOID Context);
    VOID(NTAPI *InterfaceDereference)(PVOID Context);
    PDEVICE_RESET_HANDLER DeviceReset;
    ULONG SupportedResetTypes;
    PVOID Reserved;
} DEVICE_RESET_INTERFACE_STANDARD, *PDEVICE_RESET_INTERFACE_STANDARD;

/* Reader/writer spin locks. */
#ifndef DEVLOCK_HAS_EX_SPIN_LOCK
#define DEVLOCK_HAS_EX_SPIN_LOCK
typedef volatile LONG devlock_ex_spin_lock;
#define EX_SPIN_LOCK  devlock_ex_spin_lock
#define PEX_SPIN_LOCK devlock_ex_spin_lock *
KIRQL NTAPI ExAcquireSpinLockExclusive(PEX_SPIN_LOCK SpinLock);
KIRQL NTAPI ExAcquireSpinLockShared(PEX_SPIN_LOCK SpinLock);
VOID NTAPI ExReleaseSpinLockExclusive(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
VOID NTAPI ExReleaseSpinLockShared(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
VOID NTAPI ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock);
VOID NTAPI ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);
VOID NTAPI ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK SpinLock);
VOID NTAPI ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK SpinLock);
#endif

#endif
