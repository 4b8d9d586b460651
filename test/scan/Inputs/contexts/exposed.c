/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Which routines are exposed, and what in them is an access to the extension. */
#include "driver.h"

typedef struct _IFACE {
    USHORT Size;
    USHORT Version;
    PVOID Context;
    PINTERFACE_REFERENCE InterfaceReference;
    PINTERFACE_DEREFERENCE InterfaceDereference;
    ULONG (*First)(PVOID Context);
    ULONG (*Second)(PVOID Context);
    ULONG (*Third)(PVOID Context);
    ULONG (*Fourth)(PVOID Context);
} IFACE, *PIFACE;

static VOID Nothing(PVOID Context) { }

/* Stored under a condition, by a helper. */
static ULONG ByHelper(PVOID Context)
{
    PEXT ext = Context;
    PEXT same = ext;

    return same->Mode; // expect: devlock-unlocked-child-access
}

/* Its work is done by a callee, which is also called under the lock. */
static ULONG Worker(PEXT Ext)
{
    return ++Ext->Count;
}

static ULONG ThroughCallee(PVOID Context)
{
    return Worker(Context); // expect: devlock-unlocked-child-access
}

static ULONG LockedCallee(PVOID Context)
{
    ULONG result;

    VideoPortAcquireDeviceLock(Context);
    result = Worker(Context);
    VideoPortReleaseDeviceLock(Context);
    return result;
}

/* No access: tests, addresses, passing on. */
VOID TakesIt(PVOID What);
static ULONG NoAccess(PVOID Context)
{
    PEXT ext = Context;
    PULONG mode = &ext->Mode;

    if (ext == NULL)
        return 0;
    TakesIt(mode);
    TakesIt(ext);
    return CONTAINING_RECORD(mode, EXT, Mode) == ext;
}

/* Through the device object of a child. */
static ULONG OfChild(PVOID Context)
{
    PEXT ext = VideoPortGetAssociatedDeviceExtension(Context);

    return ext->Mode; // expect: devlock-unlocked-child-access
}

static ULONG OfChildLocked(PVOID Context)
{
    PEXT ext = VideoPortGetAssociatedDeviceExtension(Context);
    ULONG mode;

    VideoPortAcquireDeviceLock(ext);
    mode = ext->Mode;
    VideoPortReleaseDeviceLock(ext);
    return mode;
}

/* One test too few on the way to the lock. */
static ULONG Sometimes(PVOID Context)
{
    PEXT ext = Context;
    BOOLEAN lock = Ask() > 3;
    ULONG mode = 0;

    if (lock)
        VideoPortAcquireDeviceLock(ext);
    if (lock || Ask())
        mode = ext->Mode; // expect: devlock-unlocked-child-access
    if (lock)
        VideoPortReleaseDeviceLock(ext);
    return mode;
}

static ULONG Always(PVOID Context)
{
    PEXT ext = Context;
    BOOLEAN lock = Ask() > 3;
    ULONG mode = 0;

    if (lock)
        VideoPortAcquireDeviceLock(ext);
    if (lock)
        mode = ext->Mode;
    if (lock)
        VideoPortReleaseDeviceLock(ext);
    return mode;
}

/* From a table. */
static ULONG FromTable(PVOID Context)
{
    ((PEXT)Context)->Mode = 1; // expect: devlock-unlocked-child-access
    return 0;
}

static const IFACE Template = {sizeof(IFACE), 1, NULL, Nothing, Nothing, FromTable, LockedCallee, NoAccess, NULL};

/* The context is an object of its own. */
typedef struct _HANDLE_OBJECT {
    ULONG Opened;
    PEXT Ext;
} HANDLE_OBJECT, *PHANDLE_OBJECT;

static ULONG OwnObject(PVOID Context)
{
    PHANDLE_OBJECT object = Context;

    return ++object->Opened;
}

static ULONG OwnObjectsExtension(PVOID Context)
{
    PHANDLE_OBJECT object = Context;

    object->Opened++;
    return object->Ext->Mode; // expect: devlock-unlocked-child-access
}

static ULONG OwnObjectLocked(PVOID Context)
{
    PHANDLE_OBJECT object = Context;
    ULONG mode;

    object->Opened++;
    VideoPortAcquireDeviceLock(object->Ext);
    mode = object->Ext->Mode;
    VideoPortReleaseDeviceLock(object->Ext);
    return mode;
}

static VOID Fill(PIFACE Iface, PVOID Context, BOOLEAN Some)
{
    Iface->Context = Context;
    Iface->InterfaceReference = Nothing;
    if (Some)
        Iface->First = ByHelper;
    Iface->Second = ThroughCallee;
    Iface->Third = Sometimes;
    Iface->Fourth = Always;
}

static VP_STATUS NTAPI Query(PVOID HwDeviceExtension, PQUERY_INTERFACE QueryInterface)
{
    PIFACE iface = (PIFACE)QueryInterface->Interface;
    PHANDLE_OBJECT object;

    switch (QueryInterface->Version) {
    case 1:
        Fill(iface, HwDeviceExtension, QueryInterface->Size >= sizeof(IFACE));
        return NO_ERROR;
    case 2:
        *iface = Template;
        iface->Context = HwDeviceExtension;
        return NO_ERROR;
    case 3:
        iface->Context = ((PEXT)HwDeviceExtension)->Other;
        iface->First = OfChild;
        iface->Second = OfChildLocked;
        return NO_ERROR;
    case 4:
        object = VideoPortAllocatePool(HwDeviceExtension, VpNonPagedPool, sizeof(HANDLE_OBJECT), 'tseT');
        if (object == NULL)
            return ERROR_NOT_ENOUGH_MEMORY;
        object->Opened = 0;
        object->Ext = HwDeviceExtension;
        iface->Context = object;
        iface->First = OwnObject;
        iface->Second = OwnObjectsExtension;
        iface->Third = OwnObjectLocked;
        return NO_ERROR;
    default:
        return ERROR_INVALID_PARAMETER;
    }
}

BOOLEAN NTAPI StartIo(PVOID HwDeviceExtension, PVIDEO_REQUEST_PACKET Packet)
{
    VideoPortAcquireDeviceLock(HwDeviceExtension);
    Packet->StatusBlock->Status = Worker(HwDeviceExtension) ? NO_ERROR : ERROR_BUSY;
    VideoPortReleaseDeviceLock(HwDeviceExtension);
    return TRUE;
}

ULONG NTAPI DriverEntry(PVOID Context1, PVOID Context2)
{
    VIDEO_HW_INITIALIZATION_DATA data = {0};

    data.HwInitDataSize = sizeof(data);
    data.HwStartIO = StartIo;
    data.HwQueryInterface = Query;
    return VideoPortInitialize(Context1, Context2, &data, NULL);
}
