/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * For drivers that run in user mode (UMDF), behind windows.h: types of the kernel that wdf.h speaks of, and status
 * codes. Structures of the kernel that such drivers cannot reach are incomplete.
 */
#ifndef DEVLOCK_WDK_USER_H
#define DEVLOCK_WDK_USER_H

#include <winternl.h>
#undef STATUS_WAIT_0
#undef STATUS_ABANDONED_WAIT_0
#undef STATUS_USER_APC
#undef STATUS_TIMEOUT
#undef STATUS_PENDING
#undef STATUS_GUARD_PAGE_VIOLATION
#undef STATUS_DATATYPE_MISALIGNMENT
#undef STATUS_BREAKPOINT
#undef STATUS_SINGLE_STEP
#undef STATUS_ACCESS_VIOLATION
#undef STATUS_IN_PAGE_ERROR
#undef STATUS_INVALID_HANDLE
#undef STATUS_INVALID_PARAMETER
#undef STATUS_NO_MEMORY
#undef STATUS_ILLEGAL_INSTRUCTION
#undef STATUS_NONCONTINUABLE_EXCEPTION
#undef STATUS_INVALID_DISPOSITION
#undef STATUS_ARRAY_BOUNDS_EXCEEDED
#undef STATUS_FLOAT_DENORMAL_OPERAND
#undef STATUS_FLOAT_DIVIDE_BY_ZERO
#undef STATUS_FLOAT_INEXACT_RESULT
#undef STATUS_FLOAT_INVALID_OPERATION
#undef STATUS_FLOAT_OVERFLOW
#undef STATUS_FLOAT_STACK_CHECK
#undef STATUS_FLOAT_UNDERFLOW
#undef STATUS_INTEGER_DIVIDE_BY_ZERO
#undef STATUS_INTEGER_OVERFLOW
#undef STATUS_PRIVILEGED_INSTRUCTION
#undef STATUS_STACK_OVERFLOW
#undef STATUS_CONTROL_C_EXIT
#undef STATUS_DLL_NOT_FOUND
#undef STATUS_DLL_INIT_FAILED
#undef STATUS_ORDINAL_NOT_FOUND
#undef STATUS_ENTRYPOINT_NOT_FOUND
#undef STATUS_CONTROL_STACK_VIOLATION
#undef STATUS_FLOAT_MULTIPLE_FAULTS
#undef STATUS_FLOAT_MULTIPLE_TRAPS
#undef STATUS_REG_NAT_CONSUMPTION
#undef STATUS_HEAP_CORRUPTION
#undef STATUS_STACK_BUFFER_OVERRUN
#undef STATUS_INVALID_CRUNTIME_PARAMETER
#undef STATUS_ASSERTION_FAILURE
#undef STATUS_SXS_EARLY_DEACTIVATION
#undef STATUS_SXS_INVALID_DEACTIVATION
#undef _NTSTATUS_ /* a driver may have included it already */
#include <ntstatus.h>

#ifndef NT_SUCCESS
#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
#endif
#ifndef NTSTATUS_FROM_WIN32
#define NTSTATUS_FROM_WIN32(error) ((NTSTATUS)(((error)&0x0000ffff) | 0xc0070000))
#endif
#ifndef NT_ERROR
#define NT_ERROR(status) ((ULONG)(status) >> 30 == 3)
#endif
#ifndef PAGED_CODE
#define PAGED_CODE() ((void)0)
#endif
#ifndef UNREFERENCED_PARAMETER
#define UNREFERENCED_PARAMETER(p) ((void)(p))
#endif
#ifndef ASSERT
#define ASSERT(e) ((void)0)
#endif
#ifndef DECLARE_CONST_UNICODE_STRING
#define DECLARE_CONST_UNICODE_STRING(name, text)                                                                       \
    const WCHAR name##_buffer[] = text;                                                                                \
    const UNICODE_STRING name = {sizeof(text) - sizeof(WCHAR), sizeof(text), (PWCH)name##_buffer}
#endif

typedef UCHAR KIRQL, *PKIRQL;
typedef CCHAR KPROCESSOR_MODE;
typedef LONG KPRIORITY;
typedef ULONG_PTR KAFFINITY;
typedef const UNICODE_STRING *PCUNICODE_STRING;
typedef LARGE_INTEGER PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;
typedef ULONG DEVICE_TYPE;
typedef enum _POOL_TYPE { NonPagedPool, PagedPool } POOL_TYPE;
typedef enum _INTERFACE_TYPE { InterfaceTypeUndefined = -1, Internal, Isa, PCIBus = 5, PNPBus = 15 } INTERFACE_TYPE;
typedef enum _DEVICE_RELATION_TYPE { BusRelations, EjectionRelations, PowerRelations } DEVICE_RELATION_TYPE;
typedef enum _BUS_QUERY_ID_TYPE { BusQueryDeviceID, BusQueryHardwareIDs } BUS_QUERY_ID_TYPE;
typedef enum _KINTERRUPT_MODE { LevelSensitive, Latched } KINTERRUPT_MODE;
typedef enum _KINTERRUPT_POLARITY {
    InterruptPolarityUnknown,
    InterruptActiveHigh,
    InterruptActiveLow
} KINTERRUPT_POLARITY;
typedef enum _IRQ_PRIORITY { IrqPriorityUndefined, IrqPriorityLow, IrqPriorityNormal, IrqPriorityHigh } IRQ_PRIORITY;
typedef enum _IRQ_DEVICE_POLICY { IrqPolicyMachineDefault } IRQ_DEVICE_POLICY;
typedef enum _IO_ALLOCATION_ACTION {
    KeepObject = 1,
    DeallocateObject,
    DeallocateObjectKeepRegisters
} IO_ALLOCATION_ACTION;

#undef INTERFACE
typedef struct _INTERFACE {
    USHORT Size, Version;
    PVOID Context;
    VOID(NTAPI *InterfaceReference)(PVOID Context);
    VOID(NTAPI *InterfaceDereference)(PVOID Context);
} INTERFACE, *PINTERFACE;

typedef struct _IRP IRP;
typedef struct _MDL MDL;
#ifndef __USB_H__ /* it was read before, and has these as void * */
typedef struct _IRP *PIRP;
typedef struct _MDL *PMDL;
#endif
typedef struct _DEVICE_OBJECT DEVICE_OBJECT, *PDEVICE_OBJECT;
typedef struct _DRIVER_OBJECT DRIVER_OBJECT, *PDRIVER_OBJECT;
typedef struct _FILE_OBJECT FILE_OBJECT, *PFILE_OBJECT;
typedef struct _IO_STACK_LOCATION IO_STACK_LOCATION, *PIO_STACK_LOCATION;
typedef struct _KINTERRUPT KINTERRUPT, *PKINTERRUPT;
typedef struct _KDPC KDPC, *PKDPC;
typedef NTSTATUS NTAPI DRIVER_INITIALIZE(struct _DRIVER_OBJECT *DriverObject, PUNICODE_STRING RegistryPath);
typedef DRIVER_INITIALIZE *PDRIVER_INITIALIZE;
typedef enum {
    DevicePropertyDeviceDescription,
    DevicePropertyHardwareID,
    DevicePropertyCompatibleIDs,
    DevicePropertyBootConfiguration,
    DevicePropertyBootConfigurationTranslated,
    DevicePropertyClassName,
    DevicePropertyClassGuid,
    DevicePropertyDriverKeyName,
    DevicePropertyManufacturer,
    DevicePropertyFriendlyName,
    DevicePropertyLocationInformation,
    DevicePropertyPhysicalDeviceObjectName,
    DevicePropertyBusTypeGuid,
    DevicePropertyLegacyBusType,
    DevicePropertyBusNumber,
    DevicePropertyEnumeratorName,
    DevicePropertyAddress,
    DevicePropertyUINumber,
    DevicePropertyInstallState,
    DevicePropertyRemovalPolicy,
    DevicePropertyResourceRequirements,
    DevicePropertyAllocatedResources,
    DevicePropertyContainerID
} DEVICE_REGISTRY_PROPERTY;
typedef struct _DMA_ADAPTER DMA_ADAPTER, *PDMA_ADAPTER;
typedef struct _SCATTER_GATHER_LIST SCATTER_GATHER_LIST, *PSCATTER_GATHER_LIST;
typedef struct _DEVICE_DESCRIPTION DEVICE_DESCRIPTION, *PDEVICE_DESCRIPTION;
typedef struct _DEVICE_CAPABILITIES DEVICE_CAPABILITIES, *PDEVICE_CAPABILITIES;
typedef struct _IO_RESOURCE_DESCRIPTOR IO_RESOURCE_DESCRIPTOR, *PIO_RESOURCE_DESCRIPTOR;

#define CmResourceTypeNull                     0
#define CmResourceTypePort                     1
#define CmResourceTypeInterrupt                2
#define CmResourceTypeMemory                   3
#define CmResourceTypeDma                      4
#define CmResourceTypeConnection               132
#define CM_RESOURCE_CONNECTION_CLASS_GPIO      1
#define CM_RESOURCE_CONNECTION_CLASS_SERIAL    2
#define CM_RESOURCE_CONNECTION_TYPE_SERIAL_I2C 1
#define CM_RESOURCE_CONNECTION_TYPE_SERIAL_SPI 2
#define CM_RESOURCE_CONNECTION_TYPE_GPIO_IO    2
typedef struct _CM_PARTIAL_RESOURCE_DESCRIPTOR {
    UCHAR Type, ShareDisposition;
    USHORT Flags;
    union {
        struct {
            PHYSICAL_ADDRESS Start;
            ULONG Length;
        } Generic, Port, Memory;
        struct {
            ULONG Level, Vector;
            KAFFINITY Affinity;
        } Interrupt;
        struct {
            UCHAR Class, Type, Reserved1, Reserved2;
            ULONG IdLowPart, IdHighPart;
        } Connection;
    } u;
} CM_PARTIAL_RESOURCE_DESCRIPTOR, *PCM_PARTIAL_RESOURCE_DESCRIPTOR;

#define RtlZeroBytes(d, n) RtlZeroMemory(d, n)
#define KernelMode         ((KPROCESSOR_MODE)0)
#define UserMode           ((KPROCESSOR_MODE)1)

#endif
