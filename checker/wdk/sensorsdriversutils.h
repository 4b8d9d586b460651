/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Helpers for sensors on an I2C bus without the WDK, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/sensorsdriversutils/.
 */
#ifndef DEVLOCK_WDK_SENSORSDRIVERSUTILS_H
#define DEVLOCK_WDK_SENSORSDRIVERSUTILS_H

#include <sensorsutils.h>

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS I2CSensorReadRegister(WDFIOTARGET Target, BYTE Register, BYTE *Buffer, ULONG Length);
NTSTATUS I2CSensorWriteRegister(WDFIOTARGET Target, BYTE Register, BYTE *Buffer, ULONG Length);
NTSTATUS GetRotationMatrixFromACPI(WDFDEVICE Device, PMATRIX3X3 Matrix);
VOID InitTransformationMatrix(PMATRIX3X3 Matrix);
VOID TranslateAxes(PVEC3D Vector, PMATRIX3X3 Matrix);
#ifdef __cplusplus
}
#endif

#endif
