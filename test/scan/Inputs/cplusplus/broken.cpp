// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Errors outside of routines: what is intact is analysed, and nothing is told for certain that rests on what was lost.
#include "preamble.h"
#include "no_such_header.h"

BEGIN_TABLE(Something)
MISSING_TYPE Global;

class Session : public MissingBase {
  public:
    Session(Ext *ext) : m_ext(ext)
    {
        VideoPortAcquireDeviceLock(m_ext);
    }
    MISSING_MACRO ~Session();
    void Touch();
    Ext *m_ext;
};

void UsesSession(Ext *ext)
{
    Session session(ext);
    session.Touch();
}

static void ReleasedInTable(Ext *ext)
{
    VideoPortReleaseDeviceLock(ext);
}

MISSING_TYPE Table[] = {{1, ReleasedInTable}};

void Leave(Ext *ext);

void LeavesElsewhere(Ext *ext)
{
    VideoPortAcquireDeviceLock(ext);
    Leave(ext);
}

namespace parts
{
MISSING_TYPE Other;

void Leaks(Ext *ext)
{
    Guard guard(ext);
    VideoPortReleaseDeviceLock(ext);
}

void Right(Ext *ext)
{
    Guard guard(ext);
    if (Ask())
        return;
}
} // namespace parts

void Leave(Ext *ext)
    MISSING_ANNOTATION(ext)
{
    VideoPortReleaseDeviceLock(ext);
}
