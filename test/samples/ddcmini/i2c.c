/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Bit-banged I2C over the DDC lines of ddcmini. Nothing here takes the device lock, except DcmI2cPing.
 */
#include "ddcmini.h"

#define HALF_BIT 5 /* microseconds */

static VOID SetLines(PDCM_EXTENSION Ext, ULONG Line, BOOLEAN Clock, BOOLEAN Data)
{
    ULONG value = (Clock ? DCM_DDC_CLOCK_OUT : 0) | (Data ? DCM_DDC_DATA_OUT : 0);

    VideoPortWriteRegisterUlong(&Ext->Registers[DCM_REG_DDC + Line], value);
    VideoPortStallExecution(HALF_BIT);
}

static BOOLEAN ReadData(PDCM_EXTENSION Ext, ULONG Line)
{
    return (VideoPortReadRegisterUlong(&Ext->Registers[DCM_REG_DDC + Line]) & DCM_DDC_DATA_IN) != 0;
}

/* A slow device holds the clock low. */
static BOOLEAN WaitForClock(PDCM_EXTENSION Ext, ULONG Line)
{
    ULONG tries = 20;

    while (!(VideoPortReadRegisterUlong(&Ext->Registers[DCM_REG_DDC + Line]) & DCM_DDC_CLOCK_IN)) {
        if (--tries == 0)
            return FALSE;
        VideoPortStallExecution(HALF_BIT);
    }
    return TRUE;
}

static BOOLEAN WriteByte(PDCM_EXTENSION Ext, ULONG Line, UCHAR Byte)
{
    BOOLEAN acknowledged;
    UCHAR mask;

    for (mask = 0x80; mask != 0; mask >>= 1) {
        BOOLEAN bit = (Byte & mask) != 0;

        SetLines(Ext, Line, FALSE, bit);
        SetLines(Ext, Line, TRUE, bit);
        if (!WaitForClock(Ext, Line))
            return FALSE;
    }
    SetLines(Ext, Line, FALSE, TRUE);
    SetLines(Ext, Line, TRUE, TRUE);
    acknowledged = !ReadData(Ext, Line);
    SetLines(Ext, Line, FALSE, TRUE);
    return acknowledged;
}

static UCHAR ReadByte(PDCM_EXTENSION Ext, ULONG Line, BOOLEAN More)
{
    UCHAR byte = 0;
    int bit;

    for (bit = 0; bit < 8; bit++) {
        SetLines(Ext, Line, TRUE, TRUE);
        byte = (UCHAR)((byte << 1) | ReadData(Ext, Line));
        SetLines(Ext, Line, FALSE, TRUE);
    }
    SetLines(Ext, Line, TRUE, !More);
    SetLines(Ext, Line, FALSE, TRUE);
    return byte;
}

static BOOLEAN Start(PDCM_EXTENSION Ext, ULONG Line, UCHAR Address)
{
    SetLines(Ext, Line, TRUE, TRUE);
    if (!WaitForClock(Ext, Line))
        return FALSE;
    SetLines(Ext, Line, TRUE, FALSE);
    SetLines(Ext, Line, FALSE, FALSE);
    return WriteByte(Ext, Line, Address);
}

static VOID Stop(PDCM_EXTENSION Ext, ULONG Line)
{
    SetLines(Ext, Line, FALSE, FALSE);
    SetLines(Ext, Line, TRUE, FALSE);
    SetLines(Ext, Line, TRUE, TRUE);
}

BOOLEAN DcmI2cMessageHeld(PDCM_EXTENSION Ext, ULONG Line, PDCM_MESSAGE Message)
{
    BOOLEAN done = FALSE;
    ULONG i;

    if (!Start(Ext, Line, Message->Address))
        goto Stop;
    for (i = 0; i < Message->Length; i++) {
        if (Message->Address & 1)
            Message->Buffer[i] = ReadByte(Ext, Line, i + 1 < Message->Length);
        else if (!WriteByte(Ext, Line, Message->Buffer[i]))
            goto Stop;
    }
    done = TRUE;
Stop:
    Stop(Ext, Line);
    return done;
}

/* Whether a device answers at this address. Takes the device lock itself: a ping is short, and callers ping often. */
BOOLEAN DcmI2cPing(PDCM_EXTENSION Ext, ULONG Line, UCHAR Address)
{
    BOOLEAN answers;

    VideoPortAcquireDeviceLock(Ext);
    answers = Start(Ext, Line, Address);
    Stop(Ext, Line);
    if (!answers)
        Ext->Lines[Line].Errors++;
    VideoPortReleaseDeviceLock(Ext);
    return answers;
}

VOID DcmI2cResetHeld(PDCM_EXTENSION Ext, ULONG Line)
{
    int pulse;

    for (pulse = 0; pulse < 9 && !ReadData(Ext, Line); pulse++) {
        SetLines(Ext, Line, FALSE, TRUE);
        SetLines(Ext, Line, TRUE, TRUE);
    }
    Stop(Ext, Line);
    Ext->Lines[Line].EdidValid = FALSE;
}
