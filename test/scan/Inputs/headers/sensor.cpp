/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A sensor's driver in user mode and C++, read without the WDK: functions that wdf.h does not declare one by one.
 */
#include <windows.h>
#include <wdf.h>
#include <SensorsCx.h>
#include <SensorsUtils.h>

class Device
{
  public:
    WDFWAITLOCK Lock;
    WDFTIMER Timer;
    ULONG Interval;
    static EVT_SENSOR_DRIVER_START_SENSOR OnStart;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(Device, GetDevice);

NTSTATUS Device::OnStart(SENSOROBJECT Sensor)
{
    Device *device = GetDevice(Sensor);
    ULONG now = 0;

    if (device == nullptr)
        return STATUS_INVALID_PARAMETER;
    WdfWaitLockAcquire(device->Lock, NULL);
    NTSTATUS status = GetPerformanceTime(&now);
    if (!NT_SUCCESS(status))
        return status; // expect: devlock-missing-release
    WdfTimerStart(device->Timer, WDF_REL_TIMEOUT_IN_MS(device->Interval));
    WdfObjectReferenceActual(Sensor, nullptr, 0, nullptr);
    WdfWaitLockRelease(device->Lock);
    return status;
}
