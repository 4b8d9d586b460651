/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
extern "C" {
#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>
}

struct Ext {
    ULONG Mode;
    BOOLEAN Busy;
    PVOID Parent;
};

extern "C" ULONG Ask();
extern "C" void Look(Ext *ext);

class Guard
{
  public:
    explicit Guard(PVOID ext) : m_ext(ext)
    {
        VideoPortAcquireDeviceLock(m_ext);
    }
    ~Guard()
    {
        VideoPortReleaseDeviceLock(m_ext);
    }
    ULONG Value() const
    {
        return 1;
    }
    Guard(const Guard &) = delete;
    Guard &operator=(const Guard &) = delete;

  private:
    PVOID m_ext;
};
