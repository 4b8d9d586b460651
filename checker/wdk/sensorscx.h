/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Drivers of sensors without the WDK: handles, callbacks, lists and functions, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/sensorscx/ and sensorsdef, behind windows.h and wdf.h.
 */
#ifndef DEVLOCK_WDK_SENSORSCX_H
#define DEVLOCK_WDK_SENSORSCX_H

#include <wdf.h>
#include <propidl.h>
#include <propsys.h>
#include <propvarutil.h>

typedef struct SENSOROBJECT__ *SENSOROBJECT;

typedef struct _DEVLOCK_SENSOR_VALUE_PAIR {
    PROPERTYKEY Key;
    PROPVARIANT Value;
} SENSOR_VALUE_PAIR, *PSENSOR_VALUE_PAIR;
typedef struct _DEVLOCK_SENSOR_COLLECTION_LIST {
    ULONG AllocatedSizeInBytes, Count;
    SENSOR_VALUE_PAIR List[1];
} SENSOR_COLLECTION_LIST, *PSENSOR_COLLECTION_LIST;
typedef const SENSOR_COLLECTION_LIST *PCSENSOR_COLLECTION_LIST;
typedef struct _DEVLOCK_SENSOR_PROPERTY_LIST {
    ULONG AllocatedSizeInBytes, Count;
    PROPERTYKEY List[1];
} SENSOR_PROPERTY_LIST, *PSENSOR_PROPERTY_LIST;
typedef const SENSOR_PROPERTY_LIST *PCSENSOR_PROPERTY_LIST;
#define SENSOR_COLLECTION_LIST_HEADER_SIZE ((ULONG)FIELD_OFFSET(SENSOR_COLLECTION_LIST, List))
#define SENSOR_PROPERTY_LIST_HEADER_SIZE   ((ULONG)FIELD_OFFSET(SENSOR_PROPERTY_LIST, List))
#define SENSOR_COLLECTION_LIST_SIZE(count)                                                                             \
    ((ULONG)(FIELD_OFFSET(SENSOR_COLLECTION_LIST, List) + (count) * sizeof(SENSOR_VALUE_PAIR)))
#define SENSOR_PROPERTY_LIST_SIZE(count)                                                                               \
    ((ULONG)(FIELD_OFFSET(SENSOR_PROPERTY_LIST, List) + (count) * sizeof(PROPERTYKEY)))
#define SENSOR_COLLECTION_LIST_INIT(list, bytes) ((list)->AllocatedSizeInBytes = (bytes), (void)((list)->Count = 0))
#define SENSOR_PROPERTY_LIST_INIT(list, bytes)   ((list)->AllocatedSizeInBytes = (bytes), (void)((list)->Count = 0))

typedef enum SENSOR_STATE {
    SensorState_Initializing,
    SensorState_Idle,
    SensorState_Active,
    SensorState_Error
} SENSOR_STATE;
typedef enum SENSOR_CONNECTION_TYPES {
    SensorConnectionType_Integrated,
    SensorConnectionType_Attached,
    SensorConnectionType_External
} SENSOR_CONNECTION_TYPES;
typedef enum PEDOMETER_STEP_TYPE {
    PedometerStepType_Unknown = 1,
    PedometerStepType_Walking = 2,
    PedometerStepType_Running = 4,
    PedometerStepType_Force_Dword = 0x7fffffff
} PEDOMETER_STEP_TYPE;
typedef enum PEDOMETER_STEP_TYPE_COUNT { PedometerStepTypeCount = 3 } PEDOMETER_STEP_TYPE_COUNT;
typedef enum ACTIVITY_STATE {
    ActivityState_Unknown = 1,
    ActivityState_Stationary = 2,
    ActivityState_Fidgeting = 4,
    ActivityState_Walking = 8,
    ActivityState_Running = 16,
    ActivityState_InVehicle = 32,
    ActivityState_Biking = 64,
    ActivityState_Idle = 128
} ACTIVITY_STATE;
typedef enum MAGNETOMETER_ACCURACY {
    MagnetometerAccuracy_Unknown,
    MagnetometerAccuracy_Unreliable,
    MagnetometerAccuracy_Approximate,
    MagnetometerAccuracy_High
} MAGNETOMETER_ACCURACY;
typedef struct _DEVLOCK_VEC3D {
    float X, Y, Z;
} VEC3D, *PVEC3D;
typedef struct _DEVLOCK_QUATERNION {
    float X, Y, Z, W;
} QUATERNION, *PQUATERNION;
typedef struct _DEVLOCK_MATRIX3X3 {
    float A11, A12, A13, A21, A22, A23, A31, A32, A33;
} MATRIX3X3, *PMATRIX3X3;

typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_START_SENSOR)(SENSOROBJECT Sensor);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_STOP_SENSOR)(SENSOROBJECT Sensor);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_GET_SUPPORTED_DATA_FIELDS)(SENSOROBJECT Sensor, PSENSOR_PROPERTY_LIST Fields,
                                                                    PULONG Size);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_GET_PROPERTIES)(SENSOROBJECT Sensor, PSENSOR_COLLECTION_LIST Properties,
                                                         PULONG Size);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_GET_DATA_FIELD_PROPERTIES)(SENSOROBJECT Sensor, const PROPERTYKEY *DataField,
                                                                    PSENSOR_COLLECTION_LIST Properties, PULONG Size);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_GET_DATA_INTERVAL)(SENSOROBJECT Sensor, PULONG DataRateMs);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_SET_DATA_INTERVAL)(SENSOROBJECT Sensor, ULONG DataRateMs);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_GET_DATA_THRESHOLDS)(SENSOROBJECT Sensor, PSENSOR_COLLECTION_LIST Thresholds,
                                                              PULONG Size);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_SET_DATA_THRESHOLDS)(SENSOROBJECT Sensor, PSENSOR_COLLECTION_LIST Thresholds);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_DEVICE_IO_CONTROL)(SENSOROBJECT Sensor, WDFREQUEST Request,
                                                            size_t OutputBufferLength, size_t InputBufferLength,
                                                            ULONG IoControlCode);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_ENABLE_WAKE)(SENSOROBJECT Sensor);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_DISABLE_WAKE)(SENSOROBJECT Sensor);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_SET_BATCH_LATENCY)(SENSOROBJECT Sensor, ULONG BatchLatencyMs);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_START_SENSOR_HISTORY)(SENSOROBJECT Sensor);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_STOP_SENSOR_HISTORY)(SENSOROBJECT Sensor);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_CLEAR_SENSOR_HISTORY)(SENSOROBJECT Sensor);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_START_HISTORY_RETRIEVAL)(SENSOROBJECT Sensor, PSENSOR_COLLECTION_LIST Buffer,
                                                                  ULONG Size);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_CANCEL_HISTORY_RETRIEVAL)(SENSOROBJECT Sensor, PULONG Size);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_START_STATE_CHANGE_NOTIFICATION)(SENSOROBJECT Sensor);
typedef NTSTATUS(NTAPI EVT_SENSOR_DRIVER_STOP_STATE_CHANGE_NOTIFICATION)(SENSOROBJECT Sensor);
typedef EVT_SENSOR_DRIVER_START_SENSOR *PFN_SENSOR_DRIVER_START_SENSOR;
typedef EVT_SENSOR_DRIVER_STOP_SENSOR *PFN_SENSOR_DRIVER_STOP_SENSOR;

typedef struct _SENSOR_CONTROLLER_CONFIG {
    ULONG Size;
    WDF_TRI_STATE DriverIsPowerPolicyOwner;
    EVT_SENSOR_DRIVER_START_SENSOR *EvtSensorStart;
    EVT_SENSOR_DRIVER_STOP_SENSOR *EvtSensorStop;
    EVT_SENSOR_DRIVER_GET_SUPPORTED_DATA_FIELDS *EvtSensorGetSupportedDataFields;
    EVT_SENSOR_DRIVER_GET_PROPERTIES *EvtSensorGetProperties;
    EVT_SENSOR_DRIVER_GET_DATA_FIELD_PROPERTIES *EvtSensorGetDataFieldProperties;
    EVT_SENSOR_DRIVER_GET_DATA_INTERVAL *EvtSensorGetDataInterval;
    EVT_SENSOR_DRIVER_SET_DATA_INTERVAL *EvtSensorSetDataInterval;
    EVT_SENSOR_DRIVER_GET_DATA_THRESHOLDS *EvtSensorGetDataThresholds;
    EVT_SENSOR_DRIVER_SET_DATA_THRESHOLDS *EvtSensorSetDataThresholds;
    EVT_SENSOR_DRIVER_DEVICE_IO_CONTROL *EvtSensorDeviceIoControl;
    EVT_SENSOR_DRIVER_START_SENSOR_HISTORY *EvtSensorStartHistory;
    EVT_SENSOR_DRIVER_STOP_SENSOR_HISTORY *EvtSensorStopHistory;
    EVT_SENSOR_DRIVER_CLEAR_SENSOR_HISTORY *EvtSensorClearHistory;
    EVT_SENSOR_DRIVER_START_HISTORY_RETRIEVAL *EvtSensorStartHistoryRetrieval;
    EVT_SENSOR_DRIVER_CANCEL_HISTORY_RETRIEVAL *EvtSensorCancelHistoryRetrieval;
    EVT_SENSOR_DRIVER_START_STATE_CHANGE_NOTIFICATION *EvtSensorStartStateChangeNotification;
    EVT_SENSOR_DRIVER_STOP_STATE_CHANGE_NOTIFICATION *EvtSensorStopStateChangeNotification;
    EVT_SENSOR_DRIVER_ENABLE_WAKE *EvtSensorEnableWake;
    EVT_SENSOR_DRIVER_DISABLE_WAKE *EvtSensorDisableWake;
    EVT_SENSOR_DRIVER_SET_BATCH_LATENCY *EvtSensorSetBatchLatency;
} SENSOR_CONTROLLER_CONFIG, *PSENSOR_CONTROLLER_CONFIG;
#define SENSOR_CONTROLLER_CONFIG_INIT(config)                                                                          \
    (RtlZeroMemory(config, sizeof *(config)), (void)((config)->Size = sizeof *(config)))
typedef struct _SENSOR_CONFIG {
    ULONG Size;
    PSENSOR_COLLECTION_LIST pEnumerationList;
} SENSOR_CONFIG, *PSENSOR_CONFIG;
#define SENSOR_CONFIG_INIT(config) (RtlZeroMemory(config, sizeof *(config)), (void)((config)->Size = sizeof *(config)))

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS SensorsCxDeviceInitConfig(PWDFDEVICE_INIT DeviceInit, PWDF_OBJECT_ATTRIBUTES FdoAttributes, ULONG Flags);
NTSTATUS SensorsCxDeviceInitialize(WDFDEVICE FxDevice, PSENSOR_CONTROLLER_CONFIG Config);
NTSTATUS SensorsCxDeviceGetSensorList(WDFDEVICE FxDevice, SENSOROBJECT *List, PULONG Count);
NTSTATUS SensorsCxSensorCreate(WDFDEVICE FxDevice, PWDF_OBJECT_ATTRIBUTES Attributes, SENSOROBJECT *Sensor);
NTSTATUS SensorsCxSensorInitialize(SENSOROBJECT Sensor, PSENSOR_CONFIG Config);
VOID SensorsCxSensorDataReady(SENSOROBJECT Sensor, PSENSOR_COLLECTION_LIST Data);
VOID SensorsCxSensorHistoryRetrievalCompleted(SENSOROBJECT Sensor, ULONG BytesWritten, NTSTATUS InStatus);
VOID SensorsCxSensorStateChange(SENSOROBJECT Sensor, SENSOR_STATE State);
#ifdef __cplusplus
}
#endif

/* Kinds of sensors and their values; which is which does not matter here. */
#define DEVLOCK_SENSOR_KEY(name)  EXTERN_C const PROPERTYKEY name
#define DEVLOCK_SENSOR_GUID(name) EXTERN_C const GUID name
DEVLOCK_SENSOR_KEY(PKEY_LightSensor_ResponseCurve);
DEVLOCK_SENSOR_KEY(PKEY_OrientationSensor_GyroscopeUsed);
DEVLOCK_SENSOR_KEY(PKEY_SensorDataField_RangeMaximum);
DEVLOCK_SENSOR_KEY(PKEY_SensorDataField_RangeMinimum);
DEVLOCK_SENSOR_KEY(PKEY_SensorDataField_Resolution);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_AccelerationX_Gs);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_AccelerationY_Gs);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_AccelerationZ_Gs);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_ActivityStream);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_AngularVelocityX_DegreesPerSecond);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_AngularVelocityY_DegreesPerSecond);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_AngularVelocityZ_DegreesPerSecond);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_AtmosphericPressure_Bars);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_ConfidenceThreshold_Percentage);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_CorrectedAngularVelocityX_DegreesPerSecond);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_CorrectedAngularVelocityY_DegreesPerSecond);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_CorrectedAngularVelocityZ_DegreesPerSecond);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_CurrentActivityState);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_CurrentActivityStateConfidence_Percentage);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_DeclinationAngle_Degrees);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_IsValid);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_LightChromaticityX);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_LightChromaticityY);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_LightLevel_Lux);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_LightLevel_Lux_Threshold_AbsoluteDifference);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_LightTemperature_Kelvins);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_LinearAccelerationX_Gs);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_LinearAccelerationY_Gs);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_LinearAccelerationZ_Gs);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_MagneticFieldStrengthX_Microteslas);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_MagneticFieldStrengthY_Microteslas);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_MagneticFieldStrengthZ_Microteslas);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_MagnetometerAccuracy);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_PedometerReset);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_PedometerStepCount);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_PedometerStepDuration_Ms);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_PedometerStepType);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_ProximityDetection);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_ProximityDistanceMillimeters);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_QuaternionW);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_QuaternionX);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_QuaternionY);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_QuaternionZ);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_RotationAngle_Degrees);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_Shake);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_SimpleDeviceOrientation);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_SubscribedActivityStates);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_SupportedActivityStates);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_SupportedStepTypes);
DEVLOCK_SENSOR_KEY(PKEY_SensorData_Timestamp);
DEVLOCK_SENSOR_KEY(PKEY_SensorHistory_Interval_Ms);
DEVLOCK_SENSOR_KEY(PKEY_SensorHistory_MaxSize_Bytes);
DEVLOCK_SENSOR_KEY(PKEY_SensorHistory_MaximumRecordSize_Bytes);
DEVLOCK_SENSOR_KEY(PKEY_Sensor_MaximumDataFieldSize_Bytes);
DEVLOCK_SENSOR_KEY(PKEY_Sensor_MinimumDataInterval_Ms);
DEVLOCK_SENSOR_KEY(PKEY_Sensor_Power_Milliwatts);
DEVLOCK_SENSOR_KEY(PKEY_Sensor_State);
DEVLOCK_SENSOR_KEY(PKEY_Sensor_Type);
DEVLOCK_SENSOR_KEY(PKEY_Sensor_WakeCapable);
DEVLOCK_SENSOR_GUID(GUID_SensorCategory_Motion);
DEVLOCK_SENSOR_GUID(GUID_SensorCategory_Other);
DEVLOCK_SENSOR_GUID(GUID_SensorType_Accelerometer3D);
DEVLOCK_SENSOR_GUID(GUID_SensorType_ActivityDetection);
DEVLOCK_SENSOR_GUID(GUID_SensorType_AmbientLight);
DEVLOCK_SENSOR_GUID(GUID_SensorType_Barometer);
DEVLOCK_SENSOR_GUID(GUID_SensorType_Custom);
DEVLOCK_SENSOR_GUID(GUID_SensorType_GeomagneticOrientation);
DEVLOCK_SENSOR_GUID(GUID_SensorType_GravityVector);
DEVLOCK_SENSOR_GUID(GUID_SensorType_Gyrometer3D);
DEVLOCK_SENSOR_GUID(GUID_SensorType_LinearAccelerometer);
DEVLOCK_SENSOR_GUID(GUID_SensorType_Magnetometer3D);
DEVLOCK_SENSOR_GUID(GUID_SensorType_Orientation);
DEVLOCK_SENSOR_GUID(GUID_SensorType_Pedometer);
DEVLOCK_SENSOR_GUID(GUID_SensorType_Proximity);
DEVLOCK_SENSOR_GUID(GUID_SensorType_RelativeOrientation);
DEVLOCK_SENSOR_GUID(GUID_SensorType_SimpleDeviceOrientation);

#endif
