// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A variable whose type depends on what could not be parsed.
extern "C" void VideoPortAcquireDeviceLock(void *);
extern "C" void VideoPortReleaseDeviceLock(void *);

class Holder
{
  public:
    void Use(void *Ext)
    {
        VideoPortAcquireDeviceLock(Ext);
        auto lock = m_lock.acquire();
        auto handle = Missing::Get(Ext);
        VideoPortReleaseDeviceLock(Ext);
    }
    void Leak(void *Ext);

  private:
    Unknown m_lock;
};

void Holder::Leak(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    auto lock = m_lock.acquire();
}

void Whole(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}
