/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * For C++, where a call declares nothing: the functions of the driver frameworks that wdf.h does not declare with their
 * parameters, by their names in https://learn.microsoft.com/windows-hardware/drivers/ddi/_wdf/. None gives a handle or
 * a pointer. What they are called with is not looked at.
 */
#ifndef DEVLOCK_WDK_WDF_OTHERS_H
#define DEVLOCK_WDK_WDF_OTHERS_H

#ifdef __cplusplus
extern "C" {
NTSTATUS WdfChildListAddOrUpdateChildDescriptionAsPresent(...), WdfChildListBeginIteration(...),
    WdfChildListBeginScan(...), WdfChildListCreate(...), WdfChildListEndIteration(...), WdfChildListEndScan(...),
    WdfChildListRequestChildEject(...), WdfChildListRetrieveAddressDescription(...),
    WdfChildListRetrieveNextDevice(...), WdfChildListUpdateAllChildDescriptionsAsPresent(...),
    WdfChildListUpdateChildDescriptionAsMissing(...);
NTSTATUS WdfCmResourceListAppendDescriptor(...), WdfCmResourceListGetCount(...), WdfCmResourceListInsertDescriptor(...),
    WdfCmResourceListRemove(...), WdfCmResourceListRemoveByDescriptor(...);
NTSTATUS WdfCollectionAdd(...), WdfCollectionCreate(...), WdfCollectionGetCount(...), WdfCollectionRemove(...),
    WdfCollectionRemoveItem(...);
NTSTATUS WdfCommonBufferCreate(...), WdfCommonBufferCreateWithConfig(...);
NTSTATUS WdfCompanionCreate(...), WdfCompanionCreateTaskQueue(...), WdfCompanionTargetSendTaskSynchronously(...),
    WdfCompanionTargetWdmGetCompanionProcess(...), WdfCompanionWdmGetSecureDeviceHandle(...);
NTSTATUS WdfControlDeviceInitSetShutdownNotification(...), WdfControlFinishInitializing(...);
NTSTATUS WdfDevStateIsNP(...), WdfDevStateNormalize(...);
NTSTATUS WdfDeviceAddDependentUsageDeviceObject(...), WdfDeviceAddQueryInterface(...),
    WdfDeviceAddRemovalRelationsPhysicalDevice(...), WdfDeviceAllocAndQueryInterfaceProperty(...),
    WdfDeviceAllocAndQueryProperty(...), WdfDeviceAllocAndQueryPropertyEx(...), WdfDeviceAssignInterfaceProperty(...),
    WdfDeviceAssignMofResourceName(...), WdfDeviceAssignProperty(...), WdfDeviceAssignS0IdleSettings(...),
    WdfDeviceAssignSxWakeSettings(...), WdfDeviceClearRemovalRelationsDevices(...),
    WdfDeviceConfigureRequestDispatching(...), WdfDeviceConfigureWdmIrpDispatchCallback(...),
    WdfDeviceCreateDeviceInterface(...), WdfDeviceCreateSymbolicLink(...), WdfDeviceEnqueueRequest(...),
    WdfDeviceGetAlignmentRequirement(...), WdfDeviceGetCharacteristics(...), WdfDeviceGetDevicePnpState(...),
    WdfDeviceGetDevicePowerPolicyState(...), WdfDeviceGetDevicePowerState(...), WdfDeviceGetDeviceStackIoType(...),
    WdfDeviceGetDeviceState(...), WdfDeviceGetSystemPowerAction(...), WdfDeviceIndicateWakeStatus(...),
    WdfDeviceInitAssignName(...), WdfDeviceInitAssignSDDLString(...), WdfDeviceInitAssignWdmIrpPreprocessCallback(...),
    WdfDeviceInitFree(...), WdfDeviceInitRegisterPnpStateChangeCallback(...),
    WdfDeviceInitRegisterPowerPolicyStateChangeCallback(...), WdfDeviceInitRegisterPowerStateChangeCallback(...),
    WdfDeviceInitSetCharacteristics(...), WdfDeviceInitSetCompanionEventCallbacks(...),
    WdfDeviceInitSetDeviceClass(...), WdfDeviceInitSetDeviceType(...), WdfDeviceInitSetExclusive(...),
    WdfDeviceInitSetFileObjectConfig(...), WdfDeviceInitSetIoInCallerContextCallback(...), WdfDeviceInitSetIoType(...),
    WdfDeviceInitSetIoTypeEx(...), WdfDeviceInitSetPnpPowerEventCallbacks(...), WdfDeviceInitSetPowerInrush(...),
    WdfDeviceInitSetPowerNotPageable(...), WdfDeviceInitSetPowerPageable(...),
    WdfDeviceInitSetPowerPolicyEventCallbacks(...), WdfDeviceInitSetPowerPolicyOwnership(...),
    WdfDeviceInitSetReleaseHardwareOrderOnFailure(...), WdfDeviceInitSetRemoveLockOptions(...),
    WdfDeviceInitSetRequestAttributes(...), WdfDeviceInterfaceDereferenceNoOp(...),
    WdfDeviceInterfaceReferenceNoOp(...), WdfDeviceMapIoSpace(...), WdfDeviceOpenDevicemapKey(...),
    WdfDeviceOpenRegistryKey(...), WdfDevicePostEvent(...), WdfDeviceQueryInterfaceProperty(...),
    WdfDeviceQueryProperty(...), WdfDeviceQueryPropertyEx(...), WdfDeviceReadFromHardware(...),
    WdfDeviceRemoveDependentUsageDeviceObject(...), WdfDeviceRemoveRemovalRelationsPhysicalDevice(...),
    WdfDeviceResumeIdle(...), WdfDeviceResumeIdleWithTag(...), WdfDeviceRetrieveDeviceDirectoryString(...),
    WdfDeviceRetrieveDeviceInterfaceString(...), WdfDeviceRetrieveDeviceName(...),
    WdfDeviceSetAlignmentRequirement(...), WdfDeviceSetBusInformationForChildren(...), WdfDeviceSetCharacteristics(...),
    WdfDeviceSetDeviceInterfaceState(...), WdfDeviceSetDeviceState(...), WdfDeviceSetFailed(...),
    WdfDeviceSetPnpCapabilities(...), WdfDeviceSetPowerCapabilities(...), WdfDeviceSetSpecialFileSupport(...),
    WdfDeviceSetStaticStopRemove(...), WdfDeviceStopIdle(...), WdfDeviceStopIdleWithTag(...),
    WdfDeviceUnmapIoSpace(...), WdfDeviceWdmAssignPowerFrameworkSettings(...), WdfDeviceWdmDispatchIrp(...),
    WdfDeviceWdmDispatchIrpToIoQueue(...), WdfDeviceWdmDispatchPreprocessedIrp(...), WdfDeviceWriteToHardware(...);
NTSTATUS WdfDmaEnablerConfigureSystemProfile(...), WdfDmaEnablerCreate(...), WdfDmaEnablerGetFragmentLength(...),
    WdfDmaEnablerGetMaximumLength(...), WdfDmaEnablerGetMaximumScatterGatherElements(...),
    WdfDmaEnablerSetMaximumScatterGatherElements(...), WdfDmaTransactionAllocateResources(...),
    WdfDmaTransactionCancel(...), WdfDmaTransactionCreate(...), WdfDmaTransactionDmaCompleted(...),
    WdfDmaTransactionDmaCompletedFinal(...), WdfDmaTransactionDmaCompletedWithLength(...),
    WdfDmaTransactionExecute(...), WdfDmaTransactionFreeResources(...),
    WdfDmaTransactionGetCurrentDmaTransferLength(...), WdfDmaTransactionGetTransferInfo(...),
    WdfDmaTransactionInitialize(...), WdfDmaTransactionInitializeUsingOffset(...),
    WdfDmaTransactionInitializeUsingRequest(...), WdfDmaTransactionRelease(...),
    WdfDmaTransactionSetChannelConfigurationCallback(...), WdfDmaTransactionSetDeviceAddressOffset(...),
    WdfDmaTransactionSetImmediateExecution(...), WdfDmaTransactionSetMaximumLength(...),
    WdfDmaTransactionSetSingleTransferRequirement(...), WdfDmaTransactionSetTransferCompleteCallback(...),
    WdfDmaTransactionStopSystemTransfer(...);
NTSTATUS WdfDpcCancel(...), WdfDpcCreate(...), WdfDpcEnqueue(...);
NTSTATUS WdfDriverErrorReportApiMissing(...), WdfDriverIsVersionAvailable(...), WdfDriverOpenParametersRegistryKey(...),
    WdfDriverRegisterTraceInfo(...), WdfDriverRetrieveDriverDataDirectoryString(...),
    WdfDriverRetrieveVersionString(...);
NTSTATUS WdfFdoAddStaticChild(...), WdfFdoInitAllocAndQueryProperty(...), WdfFdoInitAllocAndQueryPropertyEx(...),
    WdfFdoInitOpenRegistryKey(...), WdfFdoInitQueryProperty(...), WdfFdoInitQueryPropertyEx(...),
    WdfFdoInitSetDefaultChildListConfig(...), WdfFdoInitSetEventCallbacks(...), WdfFdoInitSetFilter(...),
    WdfFdoLockStaticChildListForIteration(...), WdfFdoQueryForInterface(...),
    WdfFdoUnlockStaticChildListFromIteration(...);
NTSTATUS WdfFileObjectGetFlags(...), WdfFileObjectGetInitiatorProcessId(...);
NTSTATUS WdfGetTriageInfo(...);
NTSTATUS WdfInterruptCreate(...), WdfInterruptDisable(...), WdfInterruptEnable(...), WdfInterruptGetInfo(...),
    WdfInterruptQueueDpcForIsr(...), WdfInterruptQueueWorkItemForIsr(...), WdfInterruptReportActive(...),
    WdfInterruptReportInactive(...), WdfInterruptSetExtendedPolicy(...), WdfInterruptSetPolicy(...),
    WdfInterruptSynchronize(...);
NTSTATUS WdfIoQueueAssignForwardProgressPolicy(...), WdfIoQueueCreate(...), WdfIoQueueDrain(...),
    WdfIoQueueDrainSynchronously(...), WdfIoQueueFindRequest(...), WdfIoQueueGetState(...), WdfIoQueuePurge(...),
    WdfIoQueuePurgeSynchronously(...), WdfIoQueueReadyNotify(...), WdfIoQueueRetrieveFoundRequest(...),
    WdfIoQueueRetrieveNextRequest(...), WdfIoQueueRetrieveRequestByFileObject(...), WdfIoQueueStart(...),
    WdfIoQueueStop(...), WdfIoQueueStopAndPurge(...), WdfIoQueueStopAndPurgeSynchronously(...),
    WdfIoQueueStopSynchronously(...), WdfIoResourceListAppendDescriptor(...), WdfIoResourceListCreate(...),
    WdfIoResourceListGetCount(...), WdfIoResourceListInsertDescriptor(...), WdfIoResourceListRemove(...),
    WdfIoResourceListRemoveByDescriptor(...), WdfIoResourceListUpdateDescriptor(...),
    WdfIoResourceRequirementsListAppendIoResList(...), WdfIoResourceRequirementsListGetCount(...),
    WdfIoResourceRequirementsListInsertIoResList(...), WdfIoResourceRequirementsListRemove(...),
    WdfIoResourceRequirementsListRemoveByIoResList(...), WdfIoResourceRequirementsListSetInterfaceType(...),
    WdfIoResourceRequirementsListSetSlotNumber(...), WdfIoTargetAllocAndQueryTargetProperty(...), WdfIoTargetClose(...),
    WdfIoTargetCloseForQueryRemove(...), WdfIoTargetCreate(...), WdfIoTargetFormatRequestForInternalIoctl(...),
    WdfIoTargetFormatRequestForInternalIoctlOthers(...), WdfIoTargetFormatRequestForIoctl(...),
    WdfIoTargetFormatRequestForRead(...), WdfIoTargetFormatRequestForWrite(...), WdfIoTargetGetState(...),
    WdfIoTargetOpen(...), WdfIoTargetPurge(...), WdfIoTargetQueryForInterface(...), WdfIoTargetQueryTargetProperty(...),
    WdfIoTargetSendInternalIoctlOthersSynchronously(...), WdfIoTargetSendInternalIoctlSynchronously(...),
    WdfIoTargetSendIoctlSynchronously(...), WdfIoTargetSendReadSynchronously(...),
    WdfIoTargetSendWriteSynchronously(...), WdfIoTargetStart(...), WdfIoTargetStop(...);
NTSTATUS WdfLookasideListCreate(...);
NTSTATUS WdfMemoryAssignBuffer(...), WdfMemoryCopyFromBuffer(...), WdfMemoryCopyToBuffer(...), WdfMemoryCreate(...),
    WdfMemoryCreateFromLookaside(...), WdfMemoryCreatePreallocated(...);
NTSTATUS WdfObjectCreate(...), WdfObjectDereferenceActual(...), WdfObjectQuery(...), WdfObjectReferenceActual(...);
NTSTATUS WdfPdoAddEjectionRelationsPhysicalDevice(...), WdfPdoClearEjectionRelationsDevices(...),
    WdfPdoInitAddCompatibleID(...), WdfPdoInitAddDeviceText(...), WdfPdoInitAddHardwareID(...),
    WdfPdoInitAllowForwardingRequestToParent(...), WdfPdoInitAssignContainerID(...), WdfPdoInitAssignDeviceID(...),
    WdfPdoInitAssignInstanceID(...), WdfPdoInitAssignRawDevice(...), WdfPdoInitSetDefaultLocale(...),
    WdfPdoInitSetEventCallbacks(...), WdfPdoMarkMissing(...), WdfPdoRemoveEjectionRelationsPhysicalDevice(...),
    WdfPdoRequestEject(...), WdfPdoRetrieveAddressDescription(...), WdfPdoRetrieveIdentificationDescription(...),
    WdfPdoUpdateAddressDescription(...);
NTSTATUS WdfPostDeviceInstall(...), WdfPostDeviceRemove(...);
NTSTATUS WdfPreDeviceInstall(...), WdfPreDeviceInstallEx(...), WdfPreDeviceRemove(...);
NTSTATUS WdfRegistryAssignMemory(...), WdfRegistryAssignMultiString(...), WdfRegistryAssignString(...),
    WdfRegistryAssignULong(...), WdfRegistryAssignUnicodeString(...), WdfRegistryAssignValue(...),
    WdfRegistryClose(...), WdfRegistryCreateKey(...), WdfRegistryOpenKey(...), WdfRegistryQueryMemory(...),
    WdfRegistryQueryMultiString(...), WdfRegistryQueryString(...), WdfRegistryQueryULong(...),
    WdfRegistryQueryUnicodeString(...), WdfRegistryQueryValue(...), WdfRegistryRemoveKey(...),
    WdfRegistryRemoveValue(...);
NTSTATUS WdfRequestAllocateTimer(...), WdfRequestCancelSentRequest(...), WdfRequestChangeTarget(...),
    WdfRequestCompleteWithPriorityBoost(...), WdfRequestCreate(...), WdfRequestCreateFromIrp(...),
    WdfRequestFormatRequestUsingCurrentType(...), WdfRequestForwardToIoQueue(...),
    WdfRequestForwardToParentDeviceIoQueue(...), WdfRequestGetCompletionParams(...), WdfRequestGetEffectiveIoType(...),
    WdfRequestGetParameters(...), WdfRequestGetRequestorMode(...), WdfRequestGetRequestorProcessId(...),
    WdfRequestGetStatus(...), WdfRequestGetUserModeDriverInitiatedIo(...), WdfRequestImpersonate(...),
    WdfRequestIsCanceled(...), WdfRequestIsFrom32BitProcess(...), WdfRequestIsFromUserModeDriver(...),
    WdfRequestIsReserved(...), WdfRequestMarkCancelable(...), WdfRequestMarkCancelableEx(...),
    WdfRequestProbeAndLockUserBufferForRead(...), WdfRequestProbeAndLockUserBufferForWrite(...), WdfRequestRequeue(...),
    WdfRequestRetrieveActivityId(...), WdfRequestRetrieveInputMemory(...), WdfRequestRetrieveInputWdmMdl(...),
    WdfRequestRetrieveOutputMemory(...), WdfRequestRetrieveOutputWdmMdl(...),
    WdfRequestRetrieveUnsafeUserInputBuffer(...), WdfRequestRetrieveUnsafeUserOutputBuffer(...), WdfRequestReuse(...),
    WdfRequestSend(...), WdfRequestSetActivityId(...), WdfRequestSetCompletionRoutine(...),
    WdfRequestSetInformation(...), WdfRequestSetUserModeDriverInitiatedIo(...), WdfRequestStopAcknowledge(...),
    WdfRequestUnmarkCancelable(...), WdfRequestWdmFormatUsingStackLocation(...);
NTSTATUS WdfStringCreate(...), WdfStringGetUnicodeString(...);
NTSTATUS WdfTimerCreate(...);
NTSTATUS WdfUsbInterfaceGetConfiguredSettingIndex(...), WdfUsbInterfaceGetDescriptor(...),
    WdfUsbInterfaceGetEndpointInformation(...), WdfUsbInterfaceGetInterfaceNumber(...),
    WdfUsbInterfaceGetNumConfiguredPipes(...), WdfUsbInterfaceGetNumEndpoints(...), WdfUsbInterfaceGetNumSettings(...),
    WdfUsbInterfaceSelectSetting(...), WdfUsbTargetDeviceAllocAndQueryString(...), WdfUsbTargetDeviceCreate(...),
    WdfUsbTargetDeviceCreateIsochUrb(...), WdfUsbTargetDeviceCreateUrb(...),
    WdfUsbTargetDeviceCreateWithParameters(...), WdfUsbTargetDeviceCyclePortSynchronously(...),
    WdfUsbTargetDeviceFormatRequestForControlTransfer(...), WdfUsbTargetDeviceFormatRequestForCyclePort(...),
    WdfUsbTargetDeviceFormatRequestForString(...), WdfUsbTargetDeviceFormatRequestForUrb(...),
    WdfUsbTargetDeviceGetDeviceDescriptor(...), WdfUsbTargetDeviceGetNumInterfaces(...),
    WdfUsbTargetDeviceIsConnectedSynchronous(...), WdfUsbTargetDeviceQueryString(...),
    WdfUsbTargetDeviceQueryUsbCapability(...), WdfUsbTargetDeviceResetPortSynchronously(...),
    WdfUsbTargetDeviceRetrieveConfigDescriptor(...), WdfUsbTargetDeviceRetrieveCurrentFrameNumber(...),
    WdfUsbTargetDeviceRetrieveInformation(...), WdfUsbTargetDeviceSelectConfig(...),
    WdfUsbTargetDeviceSendControlTransferSynchronously(...), WdfUsbTargetDeviceSendUrbSynchronously(...),
    WdfUsbTargetDeviceWdmGetConfigurationHandle(...), WdfUsbTargetPipeAbortSynchronously(...),
    WdfUsbTargetPipeConfigContinuousReader(...), WdfUsbTargetPipeFormatRequestForAbort(...),
    WdfUsbTargetPipeFormatRequestForRead(...), WdfUsbTargetPipeFormatRequestForReset(...),
    WdfUsbTargetPipeFormatRequestForUrb(...), WdfUsbTargetPipeFormatRequestForWrite(...),
    WdfUsbTargetPipeGetInformation(...), WdfUsbTargetPipeGetType(...), WdfUsbTargetPipeIsInEndpoint(...),
    WdfUsbTargetPipeIsOutEndpoint(...), WdfUsbTargetPipeReadSynchronously(...), WdfUsbTargetPipeResetSynchronously(...),
    WdfUsbTargetPipeSendUrbSynchronously(...), WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(...),
    WdfUsbTargetPipeWdmGetPipeHandle(...), WdfUsbTargetPipeWriteSynchronously(...);
NTSTATUS WdfVerifierDbgBreakPoint(...), WdfVerifierKeBugCheck(...);
NTSTATUS WdfWdmDriverGetWdfDriverHandle(...);
NTSTATUS WdfWmiInstanceCreate(...), WdfWmiInstanceDeregister(...), WdfWmiInstanceFireEvent(...),
    WdfWmiInstanceRegister(...), WdfWmiProviderCreate(...), WdfWmiProviderIsEnabled(...);
NTSTATUS WdfWorkItemCreate(...), WdfWorkItemEnqueue(...), WdfWorkItemFlush(...);
}
#endif

#endif
