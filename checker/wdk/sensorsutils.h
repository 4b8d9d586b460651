/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Helpers for lists of sensors' values without the WDK, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/sensorsutils/.
 */
#ifndef DEVLOCK_WDK_SENSORSUTILS_H
#define DEVLOCK_WDK_SENSORSUTILS_H

#include <math.h>
#include <sensorscx.h>

#define MILLISECONDS_TO_100NANOSECONDS(ms)   ((ms)*10000)
#define MILLISECONDS_FROM_100NANOSECONDS(ns) ((ns) / 10000)

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS GetPerformanceTime(PULONG TimeMs);
NTSTATUS InitPropVariantFromFloat(float Value, PROPVARIANT *Variant);
NTSTATUS InitPropVariantFromCLSIDArray(GUID *Members, ULONG Size, PROPVARIANT *Variant);
NTSTATUS PropertiesListCopy(PSENSOR_PROPERTY_LIST Target, const SENSOR_PROPERTY_LIST *Source);
ULONG PropertiesListGetFillableCount(ULONG BufferSizeBytes);
NTSTATUS CollectionsListCopyAndMarshall(PSENSOR_COLLECTION_LIST Target, const SENSOR_COLLECTION_LIST *Source);
NTSTATUS CollectionsListMarshall(PSENSOR_COLLECTION_LIST Target);
ULONG CollectionsListGetFillableCount(ULONG BufferSizeBytes);
ULONG CollectionsListGetMarshalledSize(const SENSOR_COLLECTION_LIST *Collection);
ULONG CollectionsListGetMarshalledSizeWithoutSerialization(const SENSOR_COLLECTION_LIST *Collection);
ULONG CollectionsListGetSerializedSize(const SENSOR_COLLECTION_LIST *Collection);
NTSTATUS CollectionsListUpdateMarshalledPointer(PSENSOR_COLLECTION_LIST Collection);
NTSTATUS CollectionsListSortSubscribedActivitiesByConfidence(PSENSOR_COLLECTION_LIST Thresholds,
                                                             PSENSOR_COLLECTION_LIST Data);
NTSTATUS SensorCollectionGetAt(ULONG Index, PSENSOR_COLLECTION_LIST List, PROPERTYKEY *Key, PROPVARIANT *Value);
BOOLEAN IsSensorSubscribed(PSENSOR_COLLECTION_LIST Subscription, GUID Sensor);
BOOLEAN IsGUIDPresentInList(const GUID *Array, ULONG Length, const GUID *Element);
BOOLEAN IsKeyPresentInPropertyList(PSENSOR_PROPERTY_LIST List, const PROPERTYKEY *Key);
BOOLEAN IsKeyPresentInCollectionList(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key);
BOOLEAN IsCollectionListSame(const SENSOR_COLLECTION_LIST *First, const SENSOR_COLLECTION_LIST *Second);
BOOLEAN EvaluateActivityThresholds(PSENSOR_COLLECTION_LIST Sample, PSENSOR_COLLECTION_LIST Last,
                                   PSENSOR_COLLECTION_LIST Thresholds);
NTSTATUS PropKeyFindKeyGetPropVariant(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, BOOLEAN TypeCheck,
                                      PROPVARIANT *Value);
NTSTATUS PropKeyFindKeySetPropVariant(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, BOOLEAN TypeCheck,
                                      PROPVARIANT *Value);
NTSTATUS PropKeyFindKeyGetFloat(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, float *Value);
NTSTATUS PropKeyFindKeyGetDouble(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, double *Value);
NTSTATUS PropKeyFindKeyGetGuid(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, GUID *Value);
NTSTATUS PropKeyFindKeyGetBool(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, BOOL *Value);
NTSTATUS PropKeyFindKeyGetUlong(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, PULONG Value);
NTSTATUS PropKeyFindKeyGetUshort(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, PUSHORT Value);
NTSTATUS PropKeyFindKeyGetNthUshort(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, ULONG Nth, PUSHORT Value);
NTSTATUS PropKeyFindKeyGetNthUlong(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, ULONG Nth, PULONG Value);
NTSTATUS PropKeyFindKeyGetNthInt64(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, ULONG Nth, LONGLONG *Value);
NTSTATUS PropKeyFindKeyGetFileTime(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, FILETIME *Value);
NTSTATUS PropKeyFindKeyGetInt32(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, PLONG Value);
NTSTATUS PropKeyFindKeyGetInt64(PSENSOR_COLLECTION_LIST List, const PROPERTYKEY *Key, LONGLONG *Value);
#ifdef __cplusplus
}
#endif

#endif
